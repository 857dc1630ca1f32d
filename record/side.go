package record

import "strings"

// Side is whom an actor acts for: the state of a CAMEO-style code (PRK for
// PRKGOV and PRKMIL), or the actor itself for organisations, armed groups and
// actors without a code. It is empty where nobody is referred to.
func (a ActorRef) Side() string {
	if c := a.Country(); c != "" && !Irregular(a.Code) {
		return c
	}
	if a.Actor != "" {
		return a.Actor
	}
	return a.Code
}

// SameSide reports whether two actors are one, or act for one state. Rebels,
// opposition and separatists do not act for the state they live in.
func (a ActorRef) SameSide(b ActorRef) bool {
	side := a.Side()
	return side != "" && side == b.Side()
}

// Country is the first three letters of the code where they name a state; empty
// for organisations between states and the like (CAMEO codebook, chapter 3).
func (a ActorRef) Country() string { return Country(a.Code) }

// Country is the state that a CAMEO-style actor code begins with, or empty.
func Country(code string) string {
	if len(code) < 3 {
		return ""
	}
	switch code[:3] {
	case "IGO", "NGO", "NGM", "MNC", "IMG", "INT", "UNK", "UIS":
		return ""
	}
	return code[:3]
}

// Irregular reports whether a code carries a role that stands against the state:
// rebels, opposition, separatists, insurgents, unaligned armed forces.
func Irregular(code string) bool { return HasRole(code, "REB", "OPP", "SEP", "INS", "UAF") }

// HasRole reports whether one of the roles stands in a code after its first
// three letters: HasRole("PRKGOV", "GOV").
func HasRole(code string, roles ...string) bool {
	for at := 3; at+3 <= len(code); at += 3 {
		for _, r := range roles {
			if strings.HasPrefix(code[at:], r) {
				return true
			}
		}
	}
	return false
}
