package network

import (
	"bytes"
	"path/filepath"
	"testing"

	"detente/lang/net"
)

// TestSameAgainAndResumed runs two epochs twice, and once with the state saved
// and loaded between them: all three models are equal to the byte, and the loss
// falls.
func TestSameAgainAndResumed(t *testing.T) {
	samples := toy()
	o := options{epochs: 2, batch: 8, rate: 0.01, seed: 1, workers: 2, dims: small, drop: rates{0.1, 0.1, 0.1, 0.1}}
	state := filepath.Join(t.TempDir(), "state")
	run := func(resume bool) []byte {
		p := newParams(o.dims, samples, nil, o.seed)
		a := newAdam(p)
		learners := []*learner{newLearner(p, o.drop), newLearner(p, o.drop)}
		first := o.epoch(0, samples, nil, p, a, learners)
		if resume {
			if err := save(state, p, a, 1); err != nil {
				t.Fatal(err)
			}
			p = newParams(o.dims, samples, nil, o.seed)
			a = newAdam(p)
			if epochs, err := load(state, p, a); err != nil || epochs != 1 {
				t.Fatalf("%d epochs done, %v", epochs, err)
			}
			learners = []*learner{newLearner(p, o.drop), newLearner(p, o.drop)}
		}
		second := o.epoch(1, samples, nil, p, a, learners)
		if second.sum() >= first.sum() {
			t.Errorf("the loss went from %.3f to %.3f", first.sum(), second.sum())
		}
		return p.encode("toy")
	}
	once := run(false)
	if !bytes.Equal(once, run(false)) {
		t.Error("the same run gives another model")
	}
	if !bytes.Equal(once, run(true)) {
		t.Error("a resumed run gives another model")
	}
	if _, err := net.Open(once); err != nil {
		t.Error(err)
	}
}

// TestLearnsByHeart shows that the whole of learning and reading fits together:
// what was seen often enough comes back.
func TestLearnsByHeart(t *testing.T) {
	samples := toy()[:3]
	o := options{epochs: 150, batch: 100, rate: 0.02, seed: 1, workers: 1, dims: small}
	p := newParams(o.dims, samples, nil, o.seed)
	a, learners := newAdam(p), []*learner{newLearner(p, o.drop)}
	// The sentences as they stand: a toy has no room for variants.
	var batch []*sample
	for i := range samples {
		batch = append(batch, &samples[i])
		for _, f := range samples[i].forms {
			p.lexicon.of(f)
		}
	}
	for range o.epochs {
		learners[0].learn(batch, 1.0/15, 1, 1)
		a.update(p, learners, o.rate)
	}
	m, err := net.Open(p.encode("toy"))
	if err != nil {
		t.Fatal(err)
	}
	if c := measure(m, samples); c.uas() < 99 || c.upos() < 99 {
		t.Errorf("UAS %.0f, UPOS %.0f on the sentences learnt from", c.uas(), c.upos())
	}
}
