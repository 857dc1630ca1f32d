package page

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"detente/record"
)

var update = flag.Bool("update", false, "rewrite the expected parts of testdata")

func newReader(t testing.TB) *Reader {
	t.Helper()
	r, err := New(os.DirFS("../data"))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// show writes a document as the txtar cases hold it: what is known of it, then
// one line for each block.
func show(doc record.Document) string {
	var b strings.Builder
	for _, f := range [][2]string{{"title", doc.Title}, {"author", doc.Author}, {"source", doc.Source}, {"url", doc.URL}, {"language", doc.Language}} {
		if f[1] != "" {
			fmt.Fprintf(&b, "# %s: %s\n", f[0], f[1])
		}
	}
	if doc.Published.Known() {
		fmt.Fprintf(&b, "# published: %s (%s)\n", doc.Published.Interval, doc.Published.KnownBy)
	}
	for _, n := range doc.Notes {
		fmt.Fprintf(&b, "# note: %s\n", n)
	}
	for _, x := range doc.Blocks {
		fmt.Fprintf(&b, "%s: %s\n", x.Role, strings.ReplaceAll(x.Span.In(doc.Text), "\n", "⏎"))
	}
	return b.String()
}

func TestFromText(t *testing.T) {
	r := newReader(t)
	files, _ := filepath.Glob("testdata/text/*.txtar")
	if len(files) == 0 {
		t.Fatal("no cases")
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			ar, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			doc, err := r.FromText(ar.Files[0].Data, Meta{URL: strings.TrimSpace(string(ar.Comment))})
			if err != nil {
				t.Fatal(err)
			}
			checkBlocks(t, doc)
			got := show(doc)
			if *update {
				ar.Files = append(ar.Files[:1], txtar.File{Name: "blocks", Data: []byte(got)})
				if err := os.WriteFile(file, txtar.Format(ar), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if len(ar.Files) < 2 || string(ar.Files[1].Data) != got {
				t.Errorf("got\n%s\nwant\n%s", got, ar.Files[len(ar.Files)-1].Data)
			}
		})
	}
}

// checkBlocks holds for every document: blocks are in order, apart, within the
// text and not empty, and outside them is only white space.
func checkBlocks(t testing.TB, doc record.Document) {
	t.Helper()
	at := 0
	for _, b := range append(doc.Blocks, record.Block{Span: record.Span{Start: len(doc.Text), End: len(doc.Text) + 1}}) {
		if b.Span.Start < at || b.Span.Empty() {
			t.Fatalf("block %v starts before %d or is empty", b, at)
		}
		if gap := doc.Text[at:b.Span.Start]; strings.TrimFunc(gap, blank) != "" {
			t.Fatalf("%q is in no block", gap)
		}
		at = min(b.Span.End, len(doc.Text))
	}
}

// The seed report stays where it is; its blocks are known.
func TestSeed(t *testing.T) {
	b, err := os.ReadFile(filepath.Join(shared(), "seed", "report.txt"))
	if err != nil {
		t.Skip("no seed report here")
	}
	doc, err := newReader(t).FromText(b, Meta{})
	if err != nil {
		t.Fatal(err)
	}
	var roles []record.Role
	for _, x := range doc.Blocks {
		roles = append(roles, x.Role)
	}
	want := append([]record.Role{record.Title, record.Caption, record.Credit}, make([]record.Role, 12)...)
	for i := 3; i < len(want); i++ {
		want[i] = record.Paragraph
	}
	want = append(want, record.Promotion)
	if fmt.Sprint(roles) != fmt.Sprint(want) || doc.Text != string(b) {
		t.Errorf("roles are\n%v, want\n%v", roles, want)
	}
}

func shared() string {
	if dir := os.Getenv("DETENTE_SHARED"); dir != "" {
		return dir
	}
	return "../../shared"
}

func TestBadInput(t *testing.T) {
	r := newReader(t)
	for name, c := range map[string]struct{ in, want string }{
		"empty":     {"", "the text is empty"},
		"blank":     {" \n\t\ufeff", "the text"},
		"binary":    {"\x00\x01\x02\x03abc\x00\xff\xfe\x10", "binary"},
		"pdf":       {"%PDF-1.7 ...", "a PDF"},
		"zip":       {"PK\x03\x04....", "a zip archive"},
		"long line": {strings.Repeat("war ", MaxLine), "line 1 is longer"},
		"numbers":   {"123 456", "no letters"},
		"koi8":      {"\xf0\xc5\xd2\xc5\xc7\xcf\xd7\xcf\xd2\xd9 \xf7 \xed\xcf\xd3\xcb\xd7\xc5", "charset"},
		"control":   {"a\x01\x02\x03\x04b", "binary"},
		"many megs": {strings.Repeat("The war goes on.\n", MaxText/16), "MB"},
	} {
		_, err := r.FromText([]byte(c.in), Meta{})
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: got %v, want one line with %q", name, err, c.want)
		}
	}
}

func TestDecode(t *testing.T) {
	const want = "The minister’s visit to São Tomé – at last – ended."
	utf16le := []byte("\xff\xfe")
	var utf16be []byte
	for _, c := range want {
		utf16le = append(utf16le, byte(c), byte(c>>8))
		utf16be = append(utf16be, byte(c>>8), byte(c))
	}
	for name, in := range map[string][]byte{
		"utf-8":        []byte(want),
		"utf-8 mark":   []byte("\ufeff" + want),
		"utf-16 mark":  utf16le,
		"utf-16 plain": utf16be,
		"windows-1252": []byte("The minister\x92s visit to S\xe3o Tom\xe9 \x96 at last \x96 ended."),
	} {
		got, note, err := Decode(in)
		if got != want || err != nil || (note == "") != strings.HasPrefix(name, "utf-8") {
			t.Errorf("%s: %q, note %q, %v", name, got, note, err)
		}
	}
	got, note, err := Decode([]byte("São Tomé, São Tomé, S\xe3"))
	if got != "São Tomé, São Tomé, S\ufffd" || note == "" || err != nil {
		t.Errorf("broken UTF-8: %q, %q, %v", got, note, err)
	}
}

func TestDates(t *testing.T) {
	for in, want := range map[string]string{
		"https://x.org/2020/06/12/a-story":    "2020-06-12",
		"https://x.org/world/2020/jun/12/a":   "2020-06-12",
		"https://x.org/a-2020-06-12.html":     "2020-06-12",
		"https://x.org/n/20200612/a":          "2020-06-12",
		"https://x.org/2020-06/12/c_1391.htm": "2020-06-12",
		"https://x.org/2020/06/a-story":       "2020-06-01..2020-06-30",
		"https://x.org/a-story-120200612":     "",
		"https://x.org/2020/13/40/a":          "",
		"https://x.org/2020/02/30/a":          "2020-02-01..2020-02-29",
		"https://x.org/a?d=2020-06-12":        "",
		"https://x.org":                       "",
		"https://x.org/2020/6/2/a":            "2020-06-02",
	} {
		if on, _ := DateInURL(in); on.String() != want {
			t.Errorf("%s: %s, want %s", in, on, want)
		}
	}
	for in, want := range map[string]string{
		"2020-06-12": "2020-06-12", " 2020-06-12T23:30:00-04:00": "2020-06-12", "2020-06": "2020-06-01..2020-06-30",
		"12/06/2020": "", "2020-02-30": "", "0001-01-01": "", "June": "",
	} {
		on, err := ParseDate(in)
		if on.String() != want || (err == nil) != (want != "") {
			t.Errorf("%s: %s, %v, want %s", in, on, err, want)
		}
	}
}

func FuzzFromText(f *testing.F) {
	r := newReader(f)
	f.Add([]byte("A title\nBy Jane Roe\n\nSEOUL (Reuters) - It rained.\n\nFollow us"))
	f.Add([]byte("\xff\xfea\x00b\x00"))
	f.Add([]byte("Talks end. (AFP)\r\n\r\n\u2028x\u200b(Photo: AP)"))
	f.Fuzz(func(t *testing.T, b []byte) {
		doc, err := r.FromText(b, Meta{})
		if err == nil {
			checkBlocks(t, doc)
		}
	})
}
