// Command wordnet writes the lexicon of related words that the program embeds,
// from the database files of WordNet 3.0 as Debian's package wordnet-base
// installs them:
//
//	apt-get install wordnet-base
//	go -C deploy/tools run ./wordnet -out ../../retrieval/lexicon.bin
//
// The same files always give the same bytes. The format is described beside its
// reader, in retrieval/lexicon.go. Only relations are kept, and only words that
// the analyzer can make: no glosses, no examples, no phrases, no adverbs.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
)

func main() {
	if err := run(os.Args[1:], os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "wordnet:", err)
		os.Exit(1)
	}
}

// run reads the database, writes the lexicon and says on log what is in it.
func run(args []string, log io.Writer) error {
	flags := flag.NewFlagSet("wordnet", flag.ContinueOnError)
	flags.SetOutput(log)
	dict := flags.String("dict", "/usr/share/wordnet", "`folder` of WordNet's database files")
	out := flags.String("out", "lexicon.bin", "`file` to write")
	if err := flags.Parse(args); err != nil {
		return err
	}
	db, err := readDatabase(os.DirFS(*dict))
	if err != nil {
		return fmt.Errorf("read %s: %w", *dict, err)
	}
	lex := newLexicon(db)
	data := lex.encode()
	if err := os.WriteFile(*out, data, 0o644); err != nil {
		return err
	}
	fmt.Fprintf(log, "%s: %d words, %d senses, %d synsets, %d parents, %d links, %d forms, %d irregular forms, %d bytes\n",
		*out, len(lex.words), len(lex.senses), len(lex.parents), count(lex.parents), count(lex.links), count(lex.forms), len(lex.irregular), len(data))
	return nil
}

func count(lists [][]int) (n int) {
	for _, l := range lists {
		n += len(l)
	}
	return n
}
