package localdiscord

import (
	"html"
	"regexp"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// testMarkdown knows a person, a role and a channel, and notifies the person.
func testMarkdown() markdown {
	return markdown{
		names: map[string]string{"1": "ann", "2": "editors", "3": "news", "4": "bob"},
		pings: map[string]bool{"4": true, "here": true},
		now:   time.Date(2024, 6, 21, 12, 0, 0, 0, time.UTC),
	}
}

func TestMarkdown(t *testing.T) {
	// a writes the link that the text in the middle of a case stands for.
	a := func(address, label string) string {
		return `<a href="` + address + `" target="_blank" rel="noopener noreferrer">` + label + `</a>`
	}
	spoiler := `<span class="spoiler" role="button" tabindex="0" aria-expanded="false">`
	for _, c := range []struct{ name, in, want string }{
		{"text", "Putin & Kim", "Putin &amp; Kim"},
		{"markup", `<script>alert("x")</script>`, "&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt;"},
		{"line breaks", "a\r\nb\rc\n\nd", "a\nb\nc\n\nd"},
		{"zero byte", "a\x00b\xff", "a\uFFFDb\uFFFD"},

		{"bold", "a **b** c", "a <strong>b</strong> c"},
		{"bold over lines", "**a\nb**", "<strong>a\nb</strong>"},
		{"italic star", "*a*", "<em>a</em>"},
		{"italic score", "_a_", "<em>a</em>"},
		{"underline", "__a__", "<u>a</u>"},
		{"strike", "~~a~~", "<s>a</s>"},
		{"nested", "**a *b __c__* d**", "<strong>a <em>b <u>c</u></em> d</strong>"},
		{"bold italic", "***a***", "<strong><em>a</em></strong>"},
		{"underlined bold", "__**a**__", "<u><strong>a</strong></u>"},
		{"snake case", "a_b_c and 2*3 *4", "a_b_c and 2*3 *4"},
		{"unclosed", "**a __b ~~c ||d `e", "**a __b ~~c ||d `e"},
		{"empty pairs", "**** ____ |||| ~~~~", "**** ____ |||| ~~~~"},
		{"spoiler", "||who||", spoiler + "who</span>"},

		{"code", "`a **b** <c>`", "<code>a **b** &lt;c&gt;</code>"},
		{"code with backtick", "`` ` ``", "<code>`</code>"},
		{"code keeps backslash", "`\\*`", "<code>\\*</code>"},
		{"code block", "x\n```go\nfunc **f**()\n```\ny", "x<pre><code>func **f**()</code></pre>y"},
		{"code block in a line", "x ```y``` > z", "x <pre><code>y</code></pre> &gt; z"},
		{"unclosed block", "```go\nx", "```go\nx"},

		{"quote", "> a\n> **b**\nc", "<blockquote>a\n<strong>b</strong></blockquote>c"},
		{"quote of the rest", "a\n>>> b\n\nc", "a<blockquote>b\n\nc</blockquote>"},
		{"quote in a quote", "> > a", "<blockquote>&gt; a</blockquote>"},
		{"no quote", ">a\nb > c", "&gt;a\nb &gt; c"},
		{"headings", "# a\n## b\n### c\n#### d\n#e", "<h3>a</h3><h4>b</h4><h5>c</h5>#### d\n#e"},
		{"subtext", "-# a **b**\nc", "<small>a <strong>b</strong></small>c"},
		{"list", "- a\n- b\n  - c\n- d", "<ul><li>a</li><li>b<ul><li>c</li></ul></li><li>d</li></ul>"},
		{"numbers", "3. a\n4. b\n- c", `<ol start="3"><li>a</li><li>b</li></ol><ul><li>c</li></ul>`},
		{"list ends outside", "  - a\n- b\nc", "<ul><li>a</li><li>b</li></ul>c"},

		{"link", "[here](https://a.example/b)", a("https://a.example/b", "here")},
		{"link in angles", "[here](<https://a.example/b c>)", "[here](&lt;" + a("https://a.example/b", "https://a.example/b") + " c&gt;)"},
		{"link with angles", "[**x**](<https://a.example/(b)>)", a("https://a.example/(b)", "<strong>x</strong>")},
		{"link with brackets", "[x](https://a.example/a_(b))", a("https://a.example/a_(b)", "x")},
		{"link with escapes", `[x](https://a.example/a\_b\))`, a("https://a.example/a_b)", "x")},
		{"link with title", `[x](https://a.example "t")`, a("https://a.example", "x")},
		{"text fragment", "[Open](https://a.example/p#:~:text=On%20Wednesday%2C,model.)",
			a("https://a.example/p#:~:text=On%20Wednesday%2C,model.", "Open")},
		{"query", "[x](https://a.example/?a=1&b=2)", a("https://a.example/?a=1&amp;b=2", "x")},
		{"script address", "[x](javascript:alert(1))", "[x](javascript:alert(1))"},
		{"data address", "[x](data:text/html,hi)", "[x](data:text/html,hi)"},
		{"no host", "[x](https:///a) [x](//a) [x](/a)", "[x](https:///a) [x](//a) [x](/a)"},
		{"label is an address", "[https://good.example](https://bad.example)",
			"[" + a("https://good.example", "https://good.example") + "](" + a("https://bad.example", "https://bad.example") + ")"},
		{"link in a label", "[a [b](https://a.example) c](https://b.example)",
			"[a " + a("https://a.example", "b") + " c](" + a("https://b.example", "https://b.example") + ")"},
		{"attribute break", `[x](https://a.example/"onclick="y)`,
			`[x](https://a.example/&#34;onclick=&#34;y)`},
		{"bare address", "see https://a.example/b?c=d, or (https://a.example/).",
			"see " + a("https://a.example/b?c=d", "https://a.example/b?c=d") + ", or (" + a("https://a.example/", "https://a.example/") + ")."},
		{"angled address", "<https://a.example>", a("https://a.example", "https://a.example")},
		{"not an address", "xhttps://a.example http:// https://", "xhttps://a.example http:// https://"},

		{"mentions", "<@1> <@!1> <@&2> <#3> <@9>", `<span class="mention">@ann</span> <span class="mention">@ann</span> ` +
			`<span class="mention">@editors</span> <span class="mention">#news</span> <span class="mention">@unknown</span>`},
		{"pings", "<@4> @here @everyone", `<span class="mention pings">@bob<span class="ping">pings</span></span> ` +
			`<span class="mention pings">@here<span class="ping">pings</span></span> @everyone`},
		{"command and emoji", "</ask:12> <:flag:34>", `<span class="mention">/ask</span> :flag:`},
		// 1718884800 is 2024-06-20 12:00:00 UTC: 19,894 days of 86,400 s and 43,200 s; one day before now.
		{"time", "<t:1718884800:D>", `<time datetime="2024-06-20T12:00:00Z" title="Thursday, 20 June 2024 12:00 UTC">20 June 2024</time>`},
		{"relative time", "<t:1718884800:R>", `<time datetime="2024-06-20T12:00:00Z" title="Thursday, 20 June 2024 12:00 UTC">1 day ago</time>`},
		{"bad time", "<t:x> <t:1:Q>", "&lt;t:x&gt; &lt;t:1:Q&gt;"},

		{"escapes", `\*a\* \<@1> \[x](https://a.example) \\ \a`,
			`*a* &lt;@1&gt; [x](` + a("https://a.example", "https://a.example") + `) \ \a`},
		{"escaped blocks", "\\> a\n\\# b\n\\- c\n1\\. d\n\\```x```", "&gt; a\n# b\n- c\n1. d\n```x```"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := string(testMarkdown().html(c.in))
			if got != c.want {
				t.Errorf("html(%q)\n got %s\nwant %s", c.in, got, c.want)
			}
			if problem := htmlProblem(got); problem != "" {
				t.Errorf("html(%q) = %s: %s", c.in, got, problem)
			}
		})
	}
}

// Every tag that the writer may produce, with its attributes. A link leads to
// http or https and holds no quote, so it cannot leave its attribute.
var allowedTag = regexp.MustCompile(`^<(?:` +
	`/?(?:strong|em|u|s|code|pre|blockquote|h3|h4|h5|small|ul|li)` +
	`|/(?:a|span|time|ol)` +
	`|ol start="[0-9]{1,9}"` +
	`|a href="https?://[^"<>\s]+" target="_blank" rel="noopener noreferrer"` +
	`|span class="(?:mention|mention pings|ping)"` +
	`|span class="spoiler" role="button" tabindex="0" aria-expanded="false"` +
	`|time datetime="[-0-9:TZ]+" title="[A-Z][a-z]+, [0-9]{1,2} [A-Z][a-z]+ -?[0-9]+ [0-9:]{5} UTC"` +
	`)>$`)

var anyTag = regexp.MustCompile(`<[^<>]*>`)

// htmlProblem says what makes a text unsafe as HTML of this package: a tag or
// attribute that is not ours, tags that do not pair up, a stray bracket.
func htmlProblem(s string) string {
	var open []string
	for _, tag := range anyTag.FindAllString(s, -1) {
		if !allowedTag.MatchString(tag) {
			return "foreign tag " + tag
		}
		name, _, _ := strings.Cut(strings.Trim(tag, "</>"), " ")
		if !strings.HasPrefix(tag, "</") {
			open = append(open, name)
			continue
		}
		if len(open) == 0 || open[len(open)-1] != name {
			return "unpaired " + tag
		}
		open = open[:len(open)-1]
	}
	if len(open) > 0 {
		return "open <" + open[len(open)-1] + ">"
	}
	if rest := anyTag.ReplaceAllString(s, ""); strings.ContainsAny(rest, "<>\"'") {
		return "stray bracket or quote"
	}
	return ""
}

// shown returns the text that a browser shows for HTML without hidden parts.
func shown(s string) string { return html.UnescapeString(anyTag.ReplaceAllString(s, "")) }

// escapeAll puts a backslash before all punctuation of ASCII, as a bot does
// with text that it did not write.
func escapeAll(s string) string {
	return regexp.MustCompile("[!-/:-@\\[-`{-~]").ReplaceAllString(s, `\$0`)
}

// pieces are what marks are made of: joined at random they meet far more often
// than random letters would.
var pieces = []string{
	"*", "**", "_", "__", "~~", "||", "`", "``", "```", "\n", "\n> ", "\n>>> ", "\n# ", "\n-# ", "\n- ", "\n  - ",
	"\n1. ", "[", "]", "](", ")", "(", "<", ">", "<https://a.example>", "https://a.example/", "http://", "\\", "<@1>",
	"<@4>", "@everyone", "@here", "<#3>", "<t:1718884800:R>", "<t:-1>", "</ask:1>", "<:e:1>", "javascript:alert(1)", "\"", "'",
	"&", "&lt;", "<script>", "</div>", "<!--", " ", "a", "7", "é", "김", "\u202e", "\u200b", "\x00", "\xff", "\r", "\t",
}

// marked draws texts full of marks, and arbitrary strings among them.
func marked() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		part := rapid.OneOf(rapid.SampledFrom(pieces), rapid.SampledFrom(pieces), rapid.String())
		return strings.Join(rapid.SliceOfN(part, 0, 40).Draw(t, "pieces"), "")
	})
}

func TestMarkdownLaws(t *testing.T) {
	t.Run("only our tags, balanced", rapid.MakeCheck(func(t *rapid.T) {
		s := marked().Draw(t, "text")
		if got := string(testMarkdown().html(s)); htmlProblem(got) != "" {
			t.Fatalf("html(%q) = %s: %s", s, got, htmlProblem(got))
		}
	}))
	t.Run("escaped text is shown as it is", rapid.MakeCheck(func(t *rapid.T) {
		s := marked().Draw(t, "text")
		if got, want := shown(string(testMarkdown().html(escapeAll(s)))), cleanText(s); got != want {
			t.Fatalf("html(%q) shows\n%q, want\n%q", escapeAll(s), got, want)
		}
	}))
}

func FuzzMarkdown(f *testing.F) {
	f.Add("> **On Wednesday**\n-# [Open](https://a.example/#:~:text=a,b) ||x||\n- 1\n  - 2\n```\nx\n```")
	f.Fuzz(func(t *testing.T, s string) {
		if got := string(testMarkdown().html(s)); htmlProblem(got) != "" {
			t.Errorf("html(%q) = %s: %s", s, got, htmlProblem(got))
		}
		if got, want := shown(string(testMarkdown().html(escapeAll(s)))), cleanText(s); got != want {
			t.Errorf("html(%q) shows\n%q, want\n%q", escapeAll(s), got, want)
		}
	})
}
