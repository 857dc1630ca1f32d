package reader

import (
	"context"
	"iter"
	"sync"
)

// Ordered applies work to every input on n goroutines and yields the results
// in the order of the inputs, so that the output is the same byte for byte
// whatever n is. At most 4n inputs are held at once. When ctx is done, or the
// caller stops ranging, no further input is taken; when ranging ends, all
// goroutines have ended.
func Ordered[In, Out any](ctx context.Context, n int, inputs iter.Seq[In], work func(context.Context, In) Out) iter.Seq[Out] {
	type job struct {
		in  In
		out chan Out
	}
	return func(yield func(Out) bool) {
		ctx, stop := context.WithCancel(ctx)
		n := max(n, 1)
		jobs, order := make(chan job), make(chan job, 3*n)

		var all sync.WaitGroup
		all.Go(func() { // the inputs, into both queues
			defer close(order)
			defer close(jobs)
			for in := range inputs {
				j := job{in, make(chan Out, 1)}
				select {
				case order <- j:
				case <-ctx.Done():
					return
				}
				select {
				case jobs <- j:
				case <-ctx.Done():
					close(j.out)
					return
				}
			}
		})
		for range n {
			all.Go(func() {
				for j := range jobs {
					j.out <- work(ctx, j.in)
				}
			})
		}
		defer all.Wait()
		defer stop()
		for j := range order {
			if out, ok := <-j.out; ok && !yield(out) {
				return
			}
		}
	}
}
