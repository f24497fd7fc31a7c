package answer

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"summitbot/corpus"
	"summitbot/retrieval"
)

// A report of an agency as five outlets might print it. Gazette prints it under
// its own headline without the last paragraph and with one word edited (brought,
// carried), Herald joins two sentences and drops a part of one, Ledger prints
// another number, and Post is written by somebody who was there.
var wireReport = map[string]string{
	"agency": `date 2025-03-02
Ferry runs aground off Osterby

A ferry with 214 people on board ran aground off the harbour of Osterby on Sunday morning, the coast guard said.

All passengers were brought ashore by lifeboats and fishing vessels within four hours, and nobody was seriously injured. The sea was calm.

Captain Ada Marlow told investigators that the rudder had not answered when she tried to turn away from the shoal. The ferry is to be towed to a dockyard in Wexham as soon as the weather allows it.

The line has three more ships of the same kind.`,
	"gazette": `date 2025-03-03
Two hundred saved from the shoal

A ferry with 214 people on board ran aground off the harbour of Osterby on Sunday morning, the coast guard said.

All passengers were carried ashore by lifeboats and fishing vessels within four hours, and nobody was seriously injured. The sea was calm.

Captain Ada Marlow told investigators that the rudder had not answered when she tried to turn away from the shoal. The ferry is to be towed to a dockyard in Wexham as soon as the weather allows it.`,
	"herald": `date 2025-03-03
Ferry stuck off Osterby

Captain Ada Marlow told investigators that the rudder had not answered when she tried to turn away from the shoal, and the ferry is to be towed to a dockyard in Wexham. Divers will look at the hull first.`,
	"ledger": `date 2025-03-04
Osterby ferry aground

A ferry with 241 people on board ran aground off the harbour of Osterby on Sunday morning, the coast guard said. Captain Ada Marlow is 44.`,
	"post": `date 2025-03-04
A morning on the shoal

On Sunday morning the ferry to Osterby ran onto a shoal with 214 people. Lifeboats and fishing boats took the passengers ashore, and within four hours the ship was empty. “The rudder did not answer,” Captain Ada Marlow said.`,
}

// newWire returns a corpus of articles whose first line is their date and the
// second their headline.
func newWire(t *testing.T, articles map[string]string) *corpus.Corpus {
	t.Helper()
	files := fstest.MapFS{}
	for id, text := range articles {
		date, text, _ := strings.Cut(strings.TrimPrefix(text, "date "), "\n")
		title, body, _ := strings.Cut(text, "\n\n")
		files[id+".md"] = &fstest.MapFile{Data: fmt.Appendf(nil, "---\ntitle: %s\nurl: https://example.com/%s\npublisher: The %s\npublished: %s\nlanguage: en\n---\n%s\n", title, id, id, date, body)}
	}
	c, err := corpus.Open(files, "wire", 1)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestFindCopies(t *testing.T) {
	c := newWire(t, wireReport)
	copies := findCopies(c, retrieval.English())
	var got strings.Builder
	for _, art := range c.Articles() {
		for _, s := range art.Sentences() {
			if o := copies.original(s.Excerpt()); o != s.Excerpt() {
				fmt.Fprintf(&got, "%s %.20s = %s %.20s\n", art.ID(), s.Excerpt().Text(), o.Article().ID(), o.Text())
			}
		}
	}
	// The sentence of Herald has all 18 shingles of the one it belongs to, among
	// 30 of its own: 18/30 = .6. "The sea was calm." is too short by itself and
	// stands beside a copy. Ledger prints another number; nothing of Post is a copy.
	want := `gazette A ferry with 214 peo = agency A ferry with 214 peo
gazette All passengers were  = agency All passengers were 
gazette The sea was calm. = agency The sea was calm.
gazette Captain Ada Marlow t = agency Captain Ada Marlow t
gazette The ferry is to be t = agency The ferry is to be t
herald Captain Ada Marlow t = agency Captain Ada Marlow t
`
	if diff := cmp.Diff(want, got.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Near misses: what looks like a copy and prints something else.
func TestNoCopies(t *testing.T) {
	for _, tt := range []struct{ name, a, b string }{
		{"another number", "The shares of the company fell by 8 per cent on Monday, the exchange said.", "The shares of the company fell by 9 per cent on Monday, the exchange said."},
		{"a number in words", "About three hundred people were waiting at the station when the train came in.", "About five hundred people were waiting at the station when the train came in."},
		{"another day", "The court will give its judgment in the case of the stolen paintings on Tuesday.", "The court will give its judgment in the case of the stolen paintings on Friday."},
		{"another name", "A spokesman for Marlow did not immediately respond to a request for comment on Monday.", "A spokesman for Wexham did not immediately respond to a request for comment on Monday."},
		{"a common turn", "The minister said in a statement that the bridge would be closed for repairs.", "The minister said in a statement that the schools would get new roofs."},
		{"short and the same", "Nobody was injured.", "Nobody was injured."},
		{"the same facts in other words", "Police closed the road for six hours after a lorry lost its load of oranges.", "For six hours the road stayed closed because oranges had fallen from a lorry."},
	} {
		c := newCorpus(t, map[string]string{"a": tt.a, "b": tt.b})
		if copies := findCopies(c, retrieval.English()); len(copies) > 0 {
			t.Errorf("%s: a copy", tt.name)
		}
	}
}

// A value that two articles print in the same text has one source, and the other
// is told beside it.
func TestCopiesOfValues(t *testing.T) {
	c := newWire(t, wireReport)
	s := newService(t, c, Config{})
	var got strings.Builder
	for _, p := range s.Points() {
		if p.Kind != Number {
			continue
		}
		for _, v := range p.Values {
			fmt.Fprintf(&got, "%s: %s; also in %s\n", v.Text.Text(), ids(v.Sources()), ids(s.AlsoIn(v.Evidence...)))
		}
	}
	want := `214 people: agency post; also in gazette
241 people: ledger; also in 
`
	if diff := cmp.Diff(want, got.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Of articles that print the same text one is counted, and quoted once.
func TestSpeaksOnce(t *testing.T) {
	c := newWire(t, wireReport)
	s := newService(t, c, Config{})
	for _, tt := range []struct{ question, has, copied, once string }{
		{"what did the captain say about the rudder", "agency ledger post", "gazette herald", "agency ledger post"},
		{"how many people were on board the ferry", "agency ledger post", "gazette", "agency ledger post"},
		// What Herald joined is a copy of the first of two sentences alone.
		{"which dockyard will the ferry be towed to", "agency herald", "gazette", "agency herald"},
		// The word is Gazette's.
		{"passengers carried ashore", "gazette post", "agency", "gazette post"},
		{"what will the divers look at", "herald", "", "herald"},
		{"who painted the zeppelin", "", "", ""},
	} {
		q, err := s.Read(tt.question)
		if err != nil {
			t.Fatal(err)
		}
		r := s.reader.read(q)
		hits, err := s.hits(t.Context(), q, r)
		if err != nil {
			t.Fatal(err)
		}
		cs, number := s.judge(q, &r, hits, false)
		has, copied := s.speaks(cs, number)
		shown := map[string]bool{}
		var once []*corpus.Article
		for _, c := range s.copies.once(cs, has) {
			if shown[c.excerpt.Text()] {
				t.Errorf("%q: %q is there twice", tt.question, c.excerpt.Text())
			}
			shown[c.excerpt.Text()] = true
			if art := c.excerpt.Article(); !slices.Contains(once, art) {
				once = append(once, art)
			}
		}
		if ids(has) != tt.has || ids(copied) != tt.copied || ids(once) != tt.once {
			t.Errorf("%q: %q has, %q copies, %q is quoted; want %q, %q, %q", tt.question, ids(has), ids(copied), ids(once), tt.has, tt.copied, tt.once)
		}
	}
}

// ids returns the ids of articles in alphabetical order.
func ids(articles []*corpus.Article) string {
	var all []string
	for _, art := range articles {
		all = append(all, art.ID())
	}
	slices.Sort(all)
	return strings.Join(all, " ")
}
