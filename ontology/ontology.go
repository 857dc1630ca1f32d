// Package ontology knows the codes of political events: the types, modes and
// contexts of PLOVER, the codes of CAMEO with their Goldstein scores, and which
// PLOVER code a CAMEO code stands for.
//
// The tables are files of the ontology folder of the data; New refuses tables
// that contradict each other.
package ontology

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// Ontology is the tables, loaded. It is safe for concurrent use.
type Ontology struct {
	plover   []Plover // in the order of the manual
	byType   map[[2]string]int
	contexts []string
	cameo    []Cameo // in the order of the codebook
	byCode   map[string]int
	mapping  map[string]Mapping
}

// Plover is a PLOVER type (Mode empty) or one of its modes.
type Plover struct {
	Type, Mode string
	Score      float64 // conflict-cooperation score, -10 to 10
	Quad       Quad
	Name       string // what the type means, in words; empty for modes
}

// Cameo is a CAMEO code of two to four digits.
type Cameo struct {
	Code, Name string
	Goldstein  float64 // -10 to 10
	Quad       Quad
}

// Mapping is the PLOVER code that a CAMEO code stands for.
type Mapping struct {
	Type, Mode string
	Contexts   []string
}

// Quad is the quad class that sums a type up.
type Quad int

// The quad classes.
const (
	VerbalCooperation Quad = iota + 1
	MaterialCooperation
	VerbalConflict
	MaterialConflict
)

var quadNames = [...]string{"", "verbal cooperation", "material cooperation", "verbal conflict", "material conflict"}

// String is the quad class in words.
func (q Quad) String() string {
	if q < 1 || q > MaterialConflict {
		return fmt.Sprintf("quad %d", int(q))
	}
	return quadNames[q]
}

// Conflict reports whether the class is one of conflict.
func (q Quad) Conflict() bool { return q >= VerbalConflict }

// Material reports whether the class is one of deeds rather than words.
func (q Quad) Material() bool { return q == MaterialCooperation || q == MaterialConflict }

// New reads the tables from the ontology folder of fsys. An error names file
// and line.
func New(fsys fs.FS) (*Ontology, error) {
	o := &Ontology{byType: map[[2]string]int{}, byCode: map[string]int{}, mapping: map[string]Mapping{}}
	for _, read := range []func(fs.FS) error{o.readPlover, o.readContexts, o.readCameo, o.readMapping} {
		if err := read(fsys); err != nil {
			return nil, err
		}
	}
	return o, nil
}

// Types lists the 16 PLOVER types in the order of the manual.
func (o *Ontology) Types() []Plover {
	return slices.DeleteFunc(slices.Clone(o.plover), func(p Plover) bool { return p.Mode != "" })
}

// Modes lists the modes of a PLOVER type.
func (o *Ontology) Modes(typ string) []Plover {
	return slices.DeleteFunc(slices.Clone(o.plover), func(p Plover) bool { return p.Type != typ || p.Mode == "" })
}

// Contexts lists the contexts that any event may carry.
func (o *Ontology) Contexts() []string { return slices.Clone(o.contexts) }

// IsContext reports whether the manual defines the context.
func (o *Ontology) IsContext(name string) bool { return slices.Contains(o.contexts, name) }

// Plover is a type (mode empty) or a mode, and whether there is one.
func (o *Ontology) Plover(typ, mode string) (Plover, bool) {
	i, ok := o.byType[[2]string{typ, mode}]
	if !ok {
		return Plover{}, false
	}
	return o.plover[i], true
}

// Codes lists all CAMEO codes in the order of the codebook.
func (o *Ontology) Codes() []Cameo { return slices.Clone(o.cameo) }

// Cameo is a code, and whether there is one.
func (o *Ontology) Cameo(code string) (Cameo, bool) {
	i, ok := o.byCode[code]
	if !ok {
		return Cameo{}, false
	}
	return o.cameo[i], true
}

// ToPlover is the PLOVER code that a CAMEO code stands for; ok is false for
// root 01, which PLOVER leaves out, and for unknown codes. A code that the table
// leaves out takes that of the nearest shorter one.
func (o *Ontology) ToPlover(code string) (m Mapping, ok bool) {
	for ; len(code) >= 2; code = code[:len(code)-1] {
		if m, ok = o.mapping[code]; ok {
			return m, true
		}
	}
	return Mapping{}, false
}

func (o *Ontology) readPlover(fsys fs.FS) error {
	return readTable(fsys, "ontology/plover.tsv", []string{"type", "mode", "score", "quad", "name"}, func(f []string) error {
		p := Plover{Type: f[0], Mode: f[1], Name: f[4]}
		key := [2]string{p.Type, p.Mode}
		if _, twice := o.byType[key]; twice {
			return fmt.Errorf("%s %s stands twice", p.Type, p.Mode)
		}
		if _, typed := o.byType[[2]string{p.Type, ""}]; p.Mode != "" && !typed {
			return fmt.Errorf("mode %s stands before its type %s", p.Mode, p.Type)
		}
		var err error
		if p.Score, p.Quad, err = scores(f[2], f[3]); err != nil {
			return err
		}
		o.byType[key] = len(o.plover)
		o.plover = append(o.plover, p)
		return nil
	})
}

func (o *Ontology) readContexts(fsys fs.FS) error {
	return readTable(fsys, "ontology/contexts.tsv", []string{"context"}, func(f []string) error {
		if f[0] == "" || o.IsContext(f[0]) {
			return fmt.Errorf("context %q is empty or stands twice", f[0])
		}
		o.contexts = append(o.contexts, f[0])
		return nil
	})
}

func (o *Ontology) readCameo(fsys fs.FS) error {
	return readTable(fsys, "ontology/cameo.tsv", []string{"code", "name", "goldstein", "quad"}, func(f []string) error {
		c := Cameo{Code: f[0], Name: f[1]}
		if len(c.Code) < 2 || len(c.Code) > 4 || strings.Trim(c.Code, "0123456789") != "" {
			return fmt.Errorf("code %q is not two to four digits", c.Code)
		}
		if _, twice := o.byCode[c.Code]; twice {
			return fmt.Errorf("code %s stands twice", c.Code)
		}
		var err error
		if c.Goldstein, c.Quad, err = scores(f[2], f[3]); err != nil {
			return err
		}
		o.byCode[c.Code] = len(o.cameo)
		o.cameo = append(o.cameo, c)
		return nil
	})
}

func (o *Ontology) readMapping(fsys fs.FS) error {
	return readTable(fsys, "ontology/cameo-to-plover.tsv", []string{"cameo", "type", "mode", "contexts"}, func(f []string) error {
		if _, known := o.byCode[f[0]]; !known {
			return fmt.Errorf("cameo.tsv has no code %q", f[0])
		}
		if _, known := o.Plover(f[1], f[2]); !known {
			return fmt.Errorf("plover.tsv has no %s with mode %q", f[1], f[2])
		}
		if _, twice := o.mapping[f[0]]; twice {
			return fmt.Errorf("code %s stands twice", f[0])
		}
		m := Mapping{Type: f[1], Mode: f[2]}
		if f[3] != "" {
			m.Contexts = strings.Split(f[3], "; ")
		}
		for _, c := range m.Contexts {
			if !o.IsContext(c) {
				return fmt.Errorf("contexts.tsv has no context %q", c)
			}
		}
		o.mapping[f[0]] = m
		return nil
	})
}
