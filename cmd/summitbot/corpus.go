package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"summitbot/corpus"
)

// corpusCommand returns "summitbot corpus" and the commands below it.
func (p *program) corpusCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "corpus",
		Short: "Look at the articles that are quoted",
		Args:  cobra.ArbitraryArgs,
		RunE:  below,
	}
	cmd.AddCommand(p.corpusListCommand(), p.corpusShowCommand())
	return cmd
}

// corpusListCommand returns "summitbot corpus list".
func (p *program) corpusListCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "list", Short: "List the articles", Args: noArgs}
	asJSON := cmd.Flags().Bool("json", false, "print a JSON array")
	which := corpusFlags(cmd)
	cmd.RunE = func(*cobra.Command, []string) error {
		c, err := which.open()
		if err != nil {
			return err
		}
		if *asJSON {
			return listJSON(p.stdout, c)
		}
		return listArticles(p.stdout, c)
	}
	return cmd
}

// corpusShowCommand returns "summitbot corpus show ID".
func (p *program) corpusShowCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:               "show ID",
		Short:             "Print an article",
		ValidArgsFunction: completeArticles,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef(`run "summitbot corpus list" to see the ids`, "corpus show: takes one article's id, got %q", args)
			}
			return nil
		},
	}
	bodyOnly := cmd.Flags().Bool("body", false, "print the body alone, byte for byte")
	which := corpusFlags(cmd)
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		c, err := which.open()
		if err != nil {
			return err
		}
		a, err := findArticle(c, args[0])
		if err != nil {
			return err
		}
		if *bodyOnly {
			_, err := io.WriteString(p.stdout, a.Body())
			return err
		}
		return showArticle(p.stdout, a)
	}
	return cmd
}

// A corpusChoice is which corpus a command works on.
type corpusChoice struct{ data, name string }

// corpusFlags gives cmd the flags that choose a corpus.
func corpusFlags(cmd *cobra.Command) *corpusChoice {
	c := &corpusChoice{}
	cmd.Flags().StringVar(&c.name, "corpus", "summit", "name of the corpus")
	cmd.Flags().StringVar(&c.data, "data", "./data", "directory of corpora; the embedded one needs none")
	return c
}

// open returns the corpus. The only one there is today is the embedded coverage.
func (c *corpusChoice) open() (*corpus.Corpus, error) {
	if c.name != "summit" {
		return nil, usagef("leave --corpus out to ask the embedded coverage", "corpus %q: there is none of that name in %s; known: summit", c.name, c.data)
	}
	return corpus.Summit()
}

// findArticle returns the article with that id.
func findArticle(c *corpus.Corpus, id string) (*corpus.Article, error) {
	if a := c.Article(id); a != nil {
		return a, nil
	}
	known := articleIDs(c)
	hint := ""
	if near := nearest(id, known); near != "" {
		hint = fmt.Sprintf("did you mean %q?", near)
	}
	return nil, usagef(hint, "corpus %s: there is no article %q; known: %s", c.Name(), id, strings.Join(known, ", "))
}

// articleIDs returns the ids of all articles in order.
func articleIDs(c *corpus.Corpus) []string {
	ids := make([]string, 0, len(c.Articles()))
	for _, a := range c.Articles() {
		ids = append(ids, a.ID())
	}
	return ids
}

// completeArticles offers the shell the ids of the articles.
func completeArticles(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	c, err := corpus.Summit()
	if err != nil || len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var ids []cobra.Completion
	for _, a := range c.Articles() {
		ids = append(ids, cobra.CompletionWithDesc(a.ID(), a.Publisher()))
	}
	return ids, cobra.ShellCompDirectiveNoFileComp
}

// listArticles prints one line for each article.
func listArticles(w io.Writer, c *corpus.Corpus) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, a := range c.Articles() {
		fmt.Fprintf(tw, "%s\t%s\t%s\t%s\n", a.ID(), a.Publisher(), dateText(a.Date()), titleText(a))
	}
	return tw.Flush()
}

// An articleJSON is an article in "corpus list --json".
type articleJSON struct {
	ID        string           `json:"id"`
	Title     *string          `json:"title"`
	Publisher string           `json:"publisher"`
	URL       string           `json:"url"`
	Date      *string          `json:"date"`
	DateKind  *corpus.DateKind `json:"date_kind"`
	Bytes     int              `json:"bytes"` // of the body
	Sentences int              `json:"sentences"`
}

// listJSON prints all articles as one array.
func listJSON(w io.Writer, c *corpus.Corpus) error {
	list := make([]articleJSON, 0, len(c.Articles()))
	for _, a := range c.Articles() {
		list = append(list, articleJSON{
			ID: a.ID(), Title: orNull(a.Title()), Publisher: a.Publisher(), URL: a.URL(),
			Date: orNull(a.Date().Day), DateKind: orNull(a.Date().Kind),
			Bytes: len(a.Body()), Sentences: len(a.Sentences()),
		})
	}
	return writeJSON(w, list)
}

// showArticle prints what is known of an article, then its body.
func showArticle(w io.Writer, a *corpus.Article) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(tw, "title\t%s\npublisher\t%s\ndate\t%s\nlink\t%s\n", titleText(a), a.Publisher(), dateText(a.Date()), a.URL())
	if a.Author() != "" {
		fmt.Fprintf(tw, "author\t%s\n", a.Author())
	}
	for _, c := range a.Captions() {
		fmt.Fprintf(tw, "caption\t%s\n", strings.TrimSpace(c.Text+" "+c.Credit))
	}
	for _, q := range a.Questions() {
		fmt.Fprintf(tw, "question\t%s\n", q)
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "\n%s\n", strings.TrimRight(a.Body(), "\n"))
	return err
}

// titleText returns the headline for people.
func titleText(a *corpus.Article) string {
	if a.Title() == "" {
		return "(no headline)"
	}
	return a.Title()
}

// orNull returns a pointer to s, or nil if s is empty: null in JSON.
func orNull[S ~string](s S) *S {
	if s == "" {
		return nil
	}
	return &s
}
