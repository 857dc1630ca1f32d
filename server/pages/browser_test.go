package pages

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// These tests drive a real Chromium. Where none is installed they are passed
// over, unless DETENTE_BROWSER=required says that this is a fault. The axe test
// reads axe-core from the file DETENTE_AXE, or from node_modules beside the
// repository's root, where "npm install --no-save axe-core" puts it.

func required() bool { return os.Getenv("DETENTE_BROWSER") == "required" }

// missing passes a test over, or fails it where a browser is required.
func missing(t *testing.T, format string, args ...any) {
	t.Helper()
	if required() {
		t.Fatalf(format, args...)
	}
	t.Skipf(format, args...)
}

func chromium() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// browser is one Chromium for all tests; TestMain ends it.
var browser = sync.OnceValues(func() (context.Context, context.CancelFunc) {
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]), chromedp.ExecPath(chromium()), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-dev-shm-usage", true),
		chromedp.WSURLReadTimeout(2*time.Minute))
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, end := chromedp.NewContext(ctx)
	return ctx, func() { end(); stop() }
})

func TestMain(m *testing.M) {
	code := m.Run()
	if started {
		_, end := browser()
		end()
	}
	os.Exit(code)
}

var started bool

// openTab opens a tab that fails the test for what a page must never do: throw,
// break its policy, or open a dialogue.
func openTab(t *testing.T, width, height int64) context.Context {
	t.Helper()
	if chromium() == "" {
		missing(t, "no Chromium is installed: apt-get install chromium")
	}
	root, _ := browser()
	if !started {
		started = true
		if err := chromedp.Do(root); err != nil {
			t.Fatalf("starting %s: %v", chromium(), err)
		}
	}
	ctx, late := context.WithTimeout(root, 4*time.Minute)
	t.Cleanup(late)
	ctx, done := chromedp.NewContext(ctx, chromedp.WithListener(func(e any) {
		switch e := e.(type) {
		case *runtime.EventExceptionThrown:
			t.Errorf("a script failed: %v", e.ExceptionDetails)
		case *page.EventJavascriptDialogOpening:
			t.Errorf("a page opened a dialogue: %s", e.Message)
		case *cdplog.EventEntryAdded:
			if e.Entry.Level == cdplog.EntryLevelError && !strings.Contains(e.Entry.URL, "/api/v1/") {
				t.Errorf("the browser complains: %s %s", e.Entry.Text, e.Entry.URL)
			}
		}
	}))
	t.Cleanup(done)
	must(t, ctx, chromedp.EmulateViewport(width, height))
	return ctx
}

func must(t *testing.T, ctx context.Context, actions ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, actions...); err != nil {
		t.Fatal(err)
	}
}

func eval[T any](t *testing.T, ctx context.Context, script string) (v T) {
	t.Helper()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// here is the address of the page that is shown, without the host.
func here(t *testing.T, ctx context.Context) string {
	return eval[string](t, ctx, `location.pathname + location.search + location.hash`)
}

// arrives waits until the address has a part.
func arrives(t *testing.T, ctx context.Context, part string) {
	t.Helper()
	quoted, _ := json.Marshal(part)
	until(t, ctx, fmt.Sprintf(`document.readyState === "complete" && decodeURIComponent(location.href).includes(%s)`, quoted))
}

// until waits until a script gives true, while pages come and go.
func until(t *testing.T, ctx context.Context, script string) {
	t.Helper()
	var last error
	for range 600 {
		done, err := chromedp.Run(ctx, chromedp.Evaluate[bool](script))
		if done {
			return
		}
		last = err
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("waited in vain for %s (%v)", script, last)
}

func axe(t *testing.T) string {
	file := os.Getenv("DETENTE_AXE")
	if file == "" {
		file = filepath.Join("..", "..", "node_modules", "axe-core", "axe.min.js")
	}
	body, err := os.ReadFile(file)
	if err != nil {
		missing(t, "no axe-core: npm install --no-save axe-core, or give its axe.min.js in DETENTE_AXE (%v)", err)
	}
	return string(body)
}

func TestBrowserAxeFindsNoSeriousFault(t *testing.T) {
	source := axe(t)
	s, _ := site(t)
	for _, look := range []struct {
		scheme string
		width  int64
	}{{"light", 1200}, {"dark", 1200}, {"light", 390}} {
		t.Run(fmt.Sprintf("%s-%d", look.scheme, look.width), func(t *testing.T) {
			for name, address := range addresses {
				t.Run(name, func(t *testing.T) { faultless(t, s.URL+address, source, look.scheme, look.width) })
			}
		})
	}
}

// faultless looks at one page as axe does, and for what does not fit its window.
func faultless(t *testing.T, address, source, scheme string, width int64) {
	ctx := openTab(t, width, 900)
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, media); err != nil {
		t.Fatal(err)
	}
	must(t, ctx, chromedp.Navigate(address))
	eval[bool](t, ctx, source+";true")
	faults := eval[[]string](t, ctx, `axe.run({resultTypes: ["violations"]}).then(r => r.violations
		.filter(v => v.impact === "serious" || v.impact === "critical")
		.map(v => v.id + ": " + v.help + ": " + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160) + " " + (n.any[0]?.message || "")).join(" | ")))`)
	for _, f := range faults {
		t.Error(f)
	}
	if wide := eval[int](t, ctx, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); wide > 0 {
		t.Errorf("the page is %d pixels wider than the window", wide)
	}
}

func TestBrowserReport(t *testing.T) {
	s, _ := site(t)
	ctx := openTab(t, 1200, 900)
	must(t, ctx, chromedp.Navigate(s.URL+"/report/hotline-restored.txt"))
	shown := func(id string) bool {
		return eval[bool](t, ctx, fmt.Sprintf(`getComputedStyle(document.getElementById(%q)).display !== "none"`, id))
	}
	ids := eval[[]string](t, ctx, `[...document.querySelectorAll("a.ev")].map(e => e.id)`)
	if len(ids) < 2 {
		t.Fatalf("the report marks only the events %v", ids)
	}
	first, second := ids[0], ids[1]
	if shown("tip-" + first) {
		t.Error("a card shows before it is asked for")
	}
	must(t, ctx, chromedp.Focus(chromedp.CSS("#"+first)))
	if !shown("tip-" + first) {
		t.Error("focus shows no card")
	}
	must(t, ctx, chromedp.KeyEvent(kb.Escape))
	if shown("tip-" + first) {
		t.Error("escape leaves the card")
	}
	hover(t, ctx, "#"+second)
	if !shown("tip-" + second) {
		t.Error("hovering shows no card")
	}
	hover(t, ctx, "#row-s3")
	if !eval[bool](t, ctx, `document.querySelector('[data-said~="s3"]').classList.contains("lit")`) {
		t.Error("a row does not light its words")
	}
	must(t, ctx, chromedp.Click(chromedp.CSS("#show-times")))
	if eval[string](t, ctx, `getComputedStyle(document.querySelector(".at")).backgroundColor`) != "rgba(0, 0, 0, 0)" {
		t.Error("times stay marked")
	}
	must(t, ctx, chromedp.Click(chromedp.CSS("#"+second)))
	arrives(t, ctx, "/why/"+second)
	must(t, ctx, chromedp.Click(chromedp.CSS(`a[href^="/rule/"]`)))
	arrives(t, ctx, "/rule/")
	if text := eval[string](t, ctx, `document.querySelector(".entry").textContent`); !strings.HasPrefix(text, "[[rule]]") {
		t.Errorf("the rule reads %q", text)
	}
}

// hover moves the mouse over an element.
func hover(t *testing.T, ctx context.Context, selector string) {
	t.Helper()
	at := eval[[]float64](t, ctx, fmt.Sprintf(`(() => { const e = document.querySelector(%q); e.scrollIntoView({block: "center", behavior: "instant"}); const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + Math.min(10, r.height / 2)] })()`, selector))
	must(t, ctx, chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, at[0], at[1]))
}

func TestBrowserFilterAndSentence(t *testing.T) {
	s, _ := site(t)
	ctx := openTab(t, 1200, 900)
	must(t, ctx, chromedp.Navigate(s.URL+"/events"), chromedp.SendKeys(chromedp.CSS(`.filter [name=actor]`), "PRK"), chromedp.SetValue(chromedp.CSS(`.filter [name=type]`), "MOBILIZE"), chromedp.Submit(chromedp.CSS(`.filter`)))
	arrives(t, ctx, "actor=PRK")
	if at := here(t, ctx); strings.Contains(at, "since=") || !strings.Contains(at, "type=MOBILIZE") {
		t.Errorf("the form leads to %s", at)
	}
	if n := eval[int](t, ctx, `document.querySelectorAll("table.events tbody tr").length`); n == 0 {
		t.Fatal("no event is listed")
	}
	must(t, ctx, chromedp.Click(chromedp.CSS(`td.from a`)))
	arrives(t, ctx, "/report/")
	if at := here(t, ctx); !strings.Contains(at, "#e") {
		t.Fatalf("the row leads to %s", at)
	}
	if !eval[bool](t, ctx, `(() => { const r = document.querySelector(":target").getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight })()`) {
		t.Error("the words of the event are not in sight")
	}
	must(t, ctx, chromedp.Navigate(s.URL+"/search"), chromedp.SendKeys(chromedp.CSS(`#q`), "hotlines"+kb.Enter))
	arrives(t, ctx, "q=hotlines")
	must(t, ctx, chromedp.Click(chromedp.CSS(`.hits a`)))
	arrives(t, ctx, "/report/")
}

func TestBrowserBrush(t *testing.T) {
	s, _ := site(t)
	ctx := openTab(t, 1200, 1000)
	must(t, ctx, chromedp.Navigate(s.URL+"/relation/PRK/USA?by=month"), chromedp.WaitVisible(chromedp.CSS("svg.chart")))
	box := eval[[]float64](t, ctx, `(() => { const r = document.querySelector("svg.chart").getBoundingClientRect(); return [r.x, r.y, r.width, r.height] })()`)
	x, y := box[0]+box[2]*0.1, box[1]+box[3]*0.3
	must(t, ctx, chromedp.DragAndDropXY(x, y, x+300, y))
	arrives(t, ctx, "since=20")
	q, err := url.ParseQuery(eval[string](t, ctx, `location.search.slice(1)`))
	if err != nil || q.Get("until") <= q.Get("since") || q.Get("by") != "month" {
		t.Errorf("the brush chose %v", q)
	}
	if n := eval[int](t, ctx, `document.querySelectorAll("svg.chart").length`); n != 1 {
		t.Errorf("%d charts in the chosen period", n)
	}
}

func TestBrowserKeyboardOnly(t *testing.T) {
	s, _ := site(t)
	ctx := openTab(t, 1200, 900)
	must(t, ctx, chromedp.Navigate(s.URL+"/report/hotline-restored.txt"), chromedp.KeyEvent(kb.Tab))
	if class := eval[string](t, ctx, `document.activeElement.className`); class != "skip" {
		t.Fatalf("the first stop is %q", class)
	}
	must(t, ctx, chromedp.KeyEvent(kb.Enter))
	arrives(t, ctx, "#main")
	reached := false
	for range 60 {
		must(t, ctx, chromedp.KeyEvent(kb.Tab))
		if !eval[bool](t, ctx, `document.activeElement.matches(":focus-visible")`) {
			t.Fatalf("%s has no visible focus", eval[string](t, ctx, `document.activeElement.outerHTML.slice(0, 100)`))
		}
		if eval[string](t, ctx, `document.activeElement.id`) == "e1" {
			reached = true
			break
		}
	}
	if !reached {
		t.Fatal("the first event is not reached by tabbing")
	}
	must(t, ctx, chromedp.KeyEvent(kb.Enter))
	arrives(t, ctx, "/why/e1")
}

func TestBrowserCorrection(t *testing.T) {
	s, _ := site(t)
	ctx := openTab(t, 390, 800)
	must(t, ctx, chromedp.Navigate(s.URL+"/commitments?actor=JPN"), chromedp.Click(chromedp.CSS(".pledge .words a")))
	arrives(t, ctx, "/pledge/")
	must(t, ctx, chromedp.SetValue(chromedp.CSS(`[name=as]`), "broken"), chromedp.SendKeys(chromedp.CSS(`[name=author]`), "A. Reader"), chromedp.SendKeys(chromedp.CSS(`[name=on]`), "2026-11-24"), chromedp.Click(chromedp.CSS(`.correct button`)))
	until(t, ctx, `document.querySelector("h1 .state")?.textContent === "broken"`)
	if text := eval[string](t, ctx, `document.querySelector(".life").textContent`); !strings.Contains(text, "A. Reader") {
		t.Errorf("the history reads %q", text)
	}
}

func TestBrowserTry(t *testing.T) {
	s, _ := site(t)
	ctx := openTab(t, 1200, 900)
	must(t, ctx, chromedp.Navigate(s.URL+"/try"), chromedp.SendKeys(chromedp.CSS("#text"), "France accused Iran of sending drones to Russia on Monday."), chromedp.SendKeys(chromedp.CSS("[name=date]"), "2026-11-24"), chromedp.Click(chromedp.CSS(".try button")))
	must(t, ctx, chromedp.WaitVisible(chromedp.CSS("#e1")), chromedp.Click(chromedp.CSS("#e1")))
	arrives(t, ctx, "/rule/")
}

// TestBrowserWithoutScripts goes the same ways with scripts switched off.
func TestBrowserWithoutScripts(t *testing.T) {
	s, _ := site(t)
	ctx := openTab(t, 1200, 900)
	if _, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	html := func() string {
		for range 10 {
			if body, err := chromedp.Run(ctx, chromedp.OuterHTML(chromedp.CSS("html"))); err == nil {
				return body
			}
			time.Sleep(100 * time.Millisecond) // another page is on its way
		}
		t.Fatal("the page cannot be read")
		return ""
	}
	for name, address := range addresses {
		must(t, ctx, chromedp.Navigate(s.URL+address))
		if body := html(); !strings.Contains(body, "<h1") || strings.Contains(body, `<html lang="en" class="script"`) {
			t.Errorf("%s is not shown without scripts", name)
		}
	}
	// A form is sent by the enter key alone.
	must(t, ctx, chromedp.Navigate(s.URL+"/relation/PRK/USA?by=month"), chromedp.Focus(chromedp.CSS(`.filter [name=since]`)), chromedp.KeyEvent("2019"), chromedp.KeyEvent(kb.Enter))
	var address string
	for range 100 {
		var err error
		if address, err = chromedp.Run(ctx, chromedp.Location()); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(address, "since=2019") {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	if !strings.Contains(address, "since=2019") {
		t.Fatalf("the form leads to %s", address)
	}
	if body := html(); !strings.Contains(body, "svg class=\"chart\"") {
		t.Error("no chart without scripts")
	}
}

func TestBrowserHostileReport(t *testing.T) {
	s, _ := site(t)
	ctx := openTab(t, 1200, 900)
	for _, address := range []string{"/", "/report/aid", "/report/" + url.PathEscape(hostile+"/../x"), "/search?q=spying", "/actor/BLR"} {
		must(t, ctx, chromedp.Navigate(s.URL+address))
		if n := eval[int](t, ctx, `document.querySelectorAll("main img, main script").length`); n != 0 {
			t.Errorf("%s holds %d elements out of a report", address, n)
		}
	}
}
