package corpus

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Open reads every *.md file at the top of fsys as an article. Other files and
// folders are left alone. Faults of the files come back as [Faults], those of
// all files at once; a file that cannot be read is an error of its own.
func Open(fsys fs.FS, name string, version int) (*Corpus, error) {
	return open(fsys, "", name, version)
}

// open is Open; the names of files in faults begin with dir.
func open(fsys fs.FS, dir, name string, version int) (*Corpus, error) {
	if !validID.MatchString(name) {
		return nil, fmt.Errorf("corpus %q: the name is not lower-case letters, digits and hyphens", name)
	}
	if version < 1 {
		return nil, fmt.Errorf("corpus %s: version %d is not 1 or more", name, version)
	}
	c := &Corpus{name: name, version: version, byID: map[string]*Article{}}
	files := map[string][]byte{} // by id
	var faults Faults
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil, fmt.Errorf("corpus %s: %w", name, err)
	}
	for _, e := range entries {
		if e.IsDir() || !strings.HasSuffix(e.Name(), ".md") {
			continue
		}
		data, err := readFile(fsys, e.Name())
		if err != nil {
			return nil, fmt.Errorf("corpus %s: %w", name, err)
		}
		a, err := ParseArticle(path.Join(dir, e.Name()), data)
		if fs, ok := errors.AsType[Faults](err); ok {
			faults = append(faults, fs...)
			continue
		}
		c.articles = append(c.articles, a)
		c.byID[a.id] = a
		files[a.id] = data
	}
	if err := faults.err(); err != nil {
		return nil, err
	}
	if len(c.articles) == 0 {
		return nil, fmt.Errorf("corpus %s: no article, that is no file *.md", name)
	}
	// By id, not by file name: "a-b.md" sorts before "a.md".
	slices.SortFunc(c.articles, func(a, b *Article) int { return cmp.Compare(a.id, b.id) })
	c.hash = hash(c.articles, files)
	return c, nil
}

// readFile reads a file, but not much more of it than an article may have.
func readFile(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxFileBytes+1))
}

// hash returns what [Corpus.Hash] documents. The length before the bytes keeps
// two corpora apart whose files differ only in where one ends.
func hash(articles []*Article, files map[string][]byte) string {
	h := sha256.New()
	for _, a := range articles {
		data := files[a.id]
		io.WriteString(h, a.id)
		h.Write(binary.BigEndian.AppendUint64([]byte{0}, uint64(len(data))))
		h.Write(data)
	}
	return hex.EncodeToString(h.Sum(nil))
}
