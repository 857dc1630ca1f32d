package actor

import (
	"testing"

	"detente/data"
)

func TestNamesOfCodes(t *testing.T) {
	d, err := New(data.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	for code, want := range map[string]string{
		"PRK": "North Korea", "PRKGOV": "North Korea, government", "IGOUNO": "United Nations", "IGOEUREEC": "European Union",
		"USAMIL": "United States, military", "ZZZ": "", "IGO": "", "REB": "rebel group", "": "", "PR": "",
	} {
		if got := d.NameOf(code); got != want {
			t.Errorf("NameOf(%q) = %q, want %q", code, got, want)
		}
	}
	held := d.Holders("PRKGOV")
	if len(held) == 0 || held[0].Office.Code != "PRKGOV" {
		t.Fatalf("no holder of an office of PRKGOV: %+v", held)
	}
	for i := 1; i < len(held); i++ {
		if held[i].Office.From > held[i-1].Office.From {
			t.Fatalf("%+v stands behind %+v", held[i], held[i-1])
		}
	}
	if got := d.Holders(""); len(got) != 0 {
		t.Errorf("%d holders of no code", len(got))
	}
}
