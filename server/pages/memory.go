package pages

import (
	"context"
	"sync"
	"time"
)

// memory keeps counts over the whole database, such as which states deal most
// with each other, until the database changes. Then the old count is given while
// the new one is made, so that nobody waits long but the first who asks. It
// keeps a bounded number of answers.
type memory struct {
	version func(context.Context) (string, error) // of the database
	mu      sync.Mutex
	answers map[string]*answer
}

// answer is what was counted under one version of the database.
type answer struct {
	version string
	ready   chan struct{} // closed when value and err are there
	value   any
	err     error
	used    time.Time
	before  *answer // of an older version, given meanwhile
}

const (
	answersKept = 64
	// wait is how long one who could have an old answer waits for the new one.
	wait = 25 * time.Millisecond
)

func newMemory(version func(context.Context) (string, error)) *memory {
	return &memory{version: version, answers: map[string]*answer{}}
}

// remember is what count gives, or gave under this key. Stale says that the
// database has changed since. Who counts goes on when the asker has left, within
// patience: others may wait for it.
func remember[T any](ctx context.Context, m *memory, key string, count func(context.Context) (T, error)) (value T, stale bool, err error) {
	version, err := m.version(ctx)
	if err != nil {
		return value, false, err
	}
	m.mu.Lock()
	a := m.answers[key]
	if a == nil || a.done() && (a.version != version || a.err != nil) {
		before := a
		a = &answer{version: version, ready: make(chan struct{})}
		if before != nil && before.err == nil {
			before.before = nil
			a.before = before
		}
		m.makeRoom()
		m.answers[key] = a
		go func() {
			ctx, done := context.WithTimeout(context.WithoutCancel(ctx), patience)
			defer done()
			a.value, a.err = count(ctx)
			close(a.ready)
		}()
	}
	a.used = time.Now()
	old := a.before
	m.mu.Unlock()

	if old != nil {
		select {
		case <-a.ready:
		case <-time.After(wait):
			return old.value.(T), true, nil
		}
	}
	select {
	case <-a.ready:
	case <-ctx.Done():
		return value, false, ctx.Err()
	}
	if a.err != nil {
		return value, false, a.err
	}
	m.mu.Lock()
	a.before = nil
	m.mu.Unlock()
	return a.value.(T), a.version != version, nil
}

func (a *answer) done() bool {
	select {
	case <-a.ready:
		return true
	default:
		return false
	}
}

// makeRoom drops the answers that were not asked for longest.
func (m *memory) makeRoom() {
	for len(m.answers) >= answersKept {
		oldest := ""
		for key, a := range m.answers {
			if oldest == "" || a.used.Before(m.answers[oldest].used) {
				oldest = key
			}
		}
		delete(m.answers, oldest)
	}
}
