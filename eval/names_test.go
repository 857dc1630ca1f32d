package eval

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

func TestReadLabelled(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"a.iob2": "# sent_id = x-1\n# text = Kofi Annan met Iran\n1\tKofi\tB-PER\t-\t-\n2\tAnnan\tI-PER\t-\t-\n3\tmet\tO\t-\t-\n4\tIran\tB-LOC\t-\t-\n",
		"b.txt":  "Kofi\tB-politician\nAnnan\tI-politician\nmet\tO\nIran\tB-country\n\nSunday\tB-event\n",
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := readLabelled(path)
		if err != nil {
			t.Fatal(err)
		}
		want := []goldName{{"PER", 0, 1}, {"LOC", 3, 3}}
		if len(got) == 0 || !reflect.DeepEqual(got[0].Names, want) {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if !isColumns("Kofi\tB-person\nmet\tO\n\nx") || isColumns("A report.\nOf two lines.\nx") {
		t.Error("columns are told from text wrongly")
	}
}
