package network

import (
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"slices"
	"sync"
	"time"

	"detente/lang/net"
)

// options are the settings of a training run. Everything that changes the
// result is in them.
type options struct {
	epochs  int
	batch   int     // tokens a step
	rate    float64 // of learning at the start; it falls to zero at the end
	seed    uint64
	workers int
	limit   int // sentences, 0 for all
	dims    net.Dims
	drop    rates
}

// Train trains the network as the flags in args say, writes the model file after
// each epoch and prints what it measures on the development sets to out.
func Train(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("lang", flag.ContinueOnError)
	data := flags.String("data", "../shared/train", "folder of the training data")
	model := flags.String("out", "data/lang/model.bin", "model file to write")
	list := flags.String("names", "internal/train/names.tsv", "names to put in the place of others")
	work := flags.String("work", "", "file for the state after each epoch, to resume from")
	resume := flags.Bool("resume", false, "go on from the state in --work")
	o := options{dims: net.Dims{}}
	flags.IntVar(&o.epochs, "epochs", 24, "times that every sentence is seen")
	flags.IntVar(&o.batch, "batch", 640, "tokens a step")
	flags.Float64Var(&o.rate, "rate", 2e-3, "learning rate at the start")
	flags.Uint64Var(&o.seed, "seed", 1, "seed of all chance")
	flags.IntVar(&o.workers, "workers", 2, "parts of each step computed at once; another number gives another model")
	flags.IntVar(&o.limit, "limit", 0, "train on so many sentences only, for trials")
	flags.IntVar(&o.dims.Buckets, "buckets", 1<<16, "rows of the table of word pieces")
	flags.IntVar(&o.dims.Vector, "vector", 128, "width of a word's vector")
	flags.IntVar(&o.dims.Hidden, "hidden", 128, "width of each direction of a layer")
	flags.IntVar(&o.dims.Layers, "layers", 2, "layers")
	flags.IntVar(&o.dims.Arc, "arc", 96, "width of the arc scorer")
	flags.IntVar(&o.dims.Label, "label", 128, "width of the relation scorer")
	flags.Float64Var(&o.drop.input, "drop-input", 0.2, "share of word vectors hidden")
	flags.Float64Var(&o.drop.layer, "drop-layer", 0.33, "share of each layer's output hidden")
	flags.Float64Var(&o.drop.state, "drop-state", 0.2, "share of each layer's former output hidden")
	flags.Float64Var(&o.drop.hidden, "drop-hidden", 0.25, "share of the scorers' hidden layers hidden")
	if err := flags.Parse(args); err != nil {
		return err
	}
	c, err := readCorpora(*data)
	if err != nil {
		return err
	}
	if o.limit > 0 {
		c.train = c.train[:min(o.limit, len(c.train))]
	}
	pool, err := newNamePool(c.train, *list)
	if err != nil {
		return err
	}
	p := newParams(o.dims, c.train, pool, o.seed)
	a := newAdam(p)
	from := 0
	if *resume {
		if from, err = load(*work, p, a); err != nil {
			return err
		}
	}
	about := fmt.Sprintf("Trained by detente's internal/train on UD English EWT (CC BY-SA 4.0), UD English GUM's permissive genres (CC BY, CC BY-SA, public domain), Universal NER EWT (CC BY-SA 4.0) and CrossNER politics; see NOTICE. %d epochs, seed %d, %+v.\n", o.epochs, o.seed, p.Dims)
	fmt.Fprintf(out, "%d sentences, %d words known, %d sets of features, %d dense weights\n", len(c.train), p.Dims.Words, p.Morphs, len(p.Flat))
	fmt.Fprintln(out, "epoch  loss: tag morph  name   arc   rel | EWT dev UPOS  UAS    LAS   names F1 | GUM dev LAS  news LAS | seconds")
	learners := make([]*learner, o.workers)
	for i := range learners {
		learners[i] = newLearner(p, o.drop)
	}
	for epoch := from; epoch < o.epochs; epoch++ {
		start := time.Now()
		loss := o.epoch(epoch, c.train, pool, p, a, learners)
		took := time.Since(start)
		b := p.encode(about)
		if err := os.WriteFile(*model, b, 0o644); err != nil {
			return err
		}
		m, err := net.Open(b)
		if err != nil {
			return err
		}
		ewt, gum, news := measure(m, c.ewtDev), measure(m, c.gumDev), measure(m, c.gumNews)
		n := float64(loss.tokens)
		fmt.Fprintf(out, "%5d       %.3f %.3f %.3f %.3f %.3f |      %6.2f %6.2f %6.2f   %6.2f   |   %6.2f    %6.2f  | %.0f\n", epoch+1,
			loss.tag/n, loss.morph/n, loss.name/n, loss.arc/n, loss.rel/n,
			ewt.upos(), ewt.uas(), ewt.las(), ewt.namesF1(), gum.las(), news.las(), took.Seconds())
		if *work != "" {
			if err := save(*work, p, a, epoch+1); err != nil {
				return err
			}
		}
	}
	return nil
}

// epoch goes once through the samples in an order that the seed and the number
// of the epoch decide.
func (o *options) epoch(epoch int, samples []sample, pool *namePool, p *params, a *adam, learners []*learner) losses {
	r := rand.New(rand.NewPCG(o.seed, 1000+uint64(epoch)))
	batches := o.batches(r, samples, pool, p.lexicon)
	var sum losses
	for n, batch := range batches {
		parts := make([][]*sample, len(learners))
		tokens := 0
		for i, s := range batch {
			parts[i%len(parts)] = append(parts[i%len(parts)], s)
			tokens += len(s.forms)
		}
		var wait sync.WaitGroup
		for i, l := range learners {
			wait.Go(func() { l.learn(parts[i], 1/float32(tokens), o.seed, uint64(epoch)<<32|uint64(n)<<8|uint64(i)) })
		}
		wait.Wait()
		for _, l := range learners {
			sum.add(l.loss)
		}
		done := (float64(epoch) + float64(n)/float64(len(batches))) / float64(o.epochs)
		rate := o.rate * min(1, float64(a.step+1)/200) * (1 - done)
		a.update(p, learners, rate)
	}
	return sum
}

// batches are the samples, some changed by vary, in groups of sentences of like
// length with about o.batch tokens each.
func (o *options) batches(r *rand.Rand, samples []sample, pool *namePool, x *lexicon) [][]*sample {
	order := r.Perm(len(samples))
	var out [][]*sample
	const window = 640
	for from := 0; from < len(order); from += window {
		part := order[from:min(from+window, len(order))]
		slices.SortStableFunc(part, func(a, b int) int { return len(samples[a].forms) - len(samples[b].forms) })
		var batch []*sample
		tokens := 0
		for _, i := range part {
			s := vary(r, pool, &samples[i])
			for _, f := range s.forms {
				x.of(f)
			}
			batch = append(batch, s)
			if tokens += len(s.forms); tokens >= o.batch {
				out = append(out, batch)
				batch, tokens = nil, 0
			}
		}
		if len(batch) > 0 {
			out = append(out, batch)
		}
	}
	r.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}
