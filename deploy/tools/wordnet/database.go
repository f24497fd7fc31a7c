package main

import (
	"bufio"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

// The parts of speech that are kept, in the order in which synsets are numbered.
var partsOfSpeech = []struct {
	name string // of the files
	pos  byte   // in pointers
}{{"noun", 'n'}, {"verb", 'v'}, {"adj", 'a'}}

// A synsetKey names a synset of the database: part of speech and byte offset,
// which is only compared, never used as an offset.
type synsetKey struct {
	pos    byte
	offset string
}

// A database is what is read from WordNet's files, as they are: phrases have
// underscores, and words are in small letters but for those of synsets. The formats are those of the manual
// pages wndb(5), morphy(7) and cntlist(5).
type database struct {
	synsets   []synset // nouns, verbs, adjectives, each in the order of its file
	number    map[synsetKey]int
	entries   []entry
	tags      map[tagKey]int
	irregular []irregular
}

// A synset is a line of a data file.
type synset struct {
	key      synsetKey
	words    []string // names begin with a capital
	pointers []pointer
}

// A pointer is a relation of a synset, or of one of its words, to another.
type pointer struct {
	symbol         string
	to             synsetKey
	source, target int // numbers of words from 1, or both 0 if it is one of synsets
}

// An entry is a line of an index file: a word with its synsets, the most used first.
type entry struct {
	word string
	pos  byte
	in   []synsetKey
}

// A tagKey is a sense of a word, counted from 1.
type tagKey struct {
	word  string
	pos   byte
	sense int
}

// An irregular is a line of an exception file.
type irregular struct {
	form  string
	bases []string
}

// readDatabase reads the files of a folder of WordNet's.
func readDatabase(dict fs.FS) (*database, error) {
	db := &database{number: map[synsetKey]int{}, tags: map[tagKey]int{}}
	for _, p := range partsOfSpeech {
		for _, f := range []struct {
			name string
			read func(pos byte, fields []string) error
		}{
			{"data." + p.name, db.readSynset},
			{"index." + p.name, db.readEntry},
			{p.name + ".exc", db.readIrregular},
		} {
			if err := readLines(dict, f.name, func(fields []string) error { return f.read(p.pos, fields) }); err != nil {
				return nil, err
			}
		}
	}
	return db, readLines(dict, "cntlist.rev", db.readTags)
}

// readLines calls read with the fields of each line up to its gloss; lines that
// begin with a space are the licence.
func readLines(dict fs.FS, name string, read func(fields []string) error) error {
	f, err := dict.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		line, _, _ := strings.Cut(lines.Text(), "|")
		if line == "" || line[0] == ' ' {
			continue
		}
		if err := read(strings.Fields(line)); err != nil {
			return fmt.Errorf("%s:%d: %w", name, n, err)
		}
	}
	return lines.Err()
}

// readSynset reads: offset, file number, type, word count in base 16, per word
// the word and a number, pointer count, per pointer four fields.
func (db *database) readSynset(pos byte, fields []string) error {
	r := reader{rest: fields}
	s := synset{key: synsetKey{pos, r.next()}}
	r.next()
	r.next()
	for range r.number(16) {
		word, _, _ := strings.Cut(r.next(), "(") // "galore(ip)" says where an adjective stands
		s.words = append(s.words, word)
		r.next()
	}
	for range r.number(10) {
		p := pointer{symbol: r.next()}
		offset, to := r.next(), r.next()
		ends := r.number(16)
		p.source, p.target = ends>>8, ends&0xff
		if to == "" {
			break // the line ended; r.err says so
		}
		p.to = synsetKey{to[0], offset}
		s.pointers = append(s.pointers, p)
	}
	db.number[s.key] = len(db.synsets)
	db.synsets = append(db.synsets, s)
	return r.err
}

// readEntry reads: word, type, synset count, pointer symbols behind their
// count, two more counts, the synsets.
func (db *database) readEntry(pos byte, fields []string) error {
	r := reader{rest: fields}
	e := entry{word: r.next(), pos: pos}
	r.next()
	synsets := r.number(10)
	for range r.number(10) + 2 {
		r.next()
	}
	for range synsets {
		key := synsetKey{pos, r.next()}
		if _, ok := db.number[key]; !ok && r.err == nil {
			return fmt.Errorf("%s: no synset %s", e.word, key.offset)
		}
		e.in = append(e.in, key)
	}
	db.entries = append(db.entries, e)
	return r.err
}

// readIrregular reads a form and its base forms.
func (db *database) readIrregular(_ byte, fields []string) error {
	db.irregular = append(db.irregular, irregular{fields[0], fields[1:]})
	return nil
}

// readTags reads how often a sense was met in the texts that WordNet's authors
// tagged: a key such as "gift%1:21:00::", the sense's number, the count.
func (db *database) readTags(fields []string) error {
	r := reader{rest: fields}
	word, kind, ok := strings.Cut(r.next(), "%")
	sense, n := r.number(10), r.number(10)
	if r.err != nil || !ok || kind == "" {
		return fmt.Errorf("not a sense, its number and its count")
	}
	if pos, ok := map[byte]byte{'1': 'n', '2': 'v', '3': 'a', '5': 'a'}[kind[0]]; ok {
		db.tags[tagKey{word, pos, sense}] = n
	}
	return nil
}

// A reader takes fields one by one and remembers the first fault.
type reader struct {
	rest []string
	err  error
}

func (r *reader) next() string {
	if len(r.rest) == 0 {
		r.fail(fmt.Errorf("the line ends too early"))
		return ""
	}
	field := r.rest[0]
	r.rest = r.rest[1:]
	return field
}

// number returns the next field as a number, 0 if it is none.
func (r *reader) number(base int) int {
	field := r.next()
	n, err := strconv.ParseUint(field, base, 16)
	if err != nil {
		r.fail(fmt.Errorf("%q is not a number", field))
		return 0
	}
	return int(n)
}

func (r *reader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
}
