package localdiscord

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"strconv"
	"strings"
)

// Limits of files, from Discord's documentation; what all kept files may have
// together is our own.
const (
	maxFiles    = 10
	maxFile     = 10 << 20 // bytes
	maxKeptFile = 128 << 20
	// maxUploads is the greatest body of a request with files.
	maxUploads = maxFiles*maxFile + maxBody
)

// A file is the content of an [Attachment].
type file struct {
	id, name, kind string
	data           []byte
}

// filePart is the name of a part that holds a file.
var filePart = regexp.MustCompile(`^files\[(\d{1,4})\]$`)

// form returns the JSON object of a request: the body, or the part payload_json
// of a form with files.
func (r request) form() (form, *apiError) {
	if r.boundary == "" {
		return parseForm(r.body)
	}
	f := form{m: map[string]any{}, bad: &formErrors{}}
	parts := multipart.NewReader(bytes.NewReader(r.body), r.boundary)
	for {
		p, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return f, f.bad.err()
		}
		if err != nil {
			return form{}, errNotMultipart()
		}
		data, err := io.ReadAll(p)
		if err != nil {
			return form{}, errNotMultipart()
		}
		index := filePart.FindStringSubmatch(p.FormName())
		switch {
		case index != nil:
			if refused := f.addFile(index[1], p, data); refused != nil {
				return form{}, refused
			}
		case p.FormName() == "payload_json":
			payload, refused := parseForm(data)
			if refused != nil {
				return form{}, refused
			}
			f.m = payload.m
		default:
			f.m[p.FormName()] = string(data)
		}
	}
}

// addFile takes the file of a part.
func (f *form) addFile(index string, p *multipart.Part, data []byte) *apiError {
	if len(data) > maxFile {
		return errTooLarge()
	}
	if len(f.files) == maxFiles {
		f.fail("files", "BASE_TYPE_MAX_LENGTH", "Must be %d or fewer in length.", maxFiles)
		return nil
	}
	name := path.Base(strings.ReplaceAll(p.FileName(), `\`, "/"))
	if p.FileName() == "" {
		name = "unknown"
	}
	kind := p.Header.Get("Content-Type")
	if kind == "" || kind == "application/octet-stream" {
		kind = mime.TypeByExtension(path.Ext(name))
	}
	if f.files == nil {
		f.files = map[string]file{}
	}
	f.files[index] = file{name: name, kind: kind, data: data}
	return nil
}

// keep stores a file and returns how messages describe it. The oldest files are
// forgotten when all together are too large.
func (s *Server) keep(f file) Attachment {
	f.id = s.snowflake()
	s.files = append(s.files, f)
	for total := s.fileBytes(); total > maxKeptFile; {
		total -= len(s.files[0].data)
		s.files = s.files[1:]
	}
	link := url.URL{Scheme: "http", Host: s.host, Path: "/files/" + f.id + "/" + f.name}
	return Attachment{ID: f.id, Filename: f.name, Size: len(f.data), URL: link.String(), ProxyURL: link.String(), ContentType: f.kind}
}

func (s *Server) fileBytes() int {
	n := 0
	for _, f := range s.files {
		n += len(f.data)
	}
	return n
}

// serveFile answers with the content of an attachment: GET /files/ID/NAME.
func (s *Server) serveFile(w http.ResponseWriter, r *http.Request) {
	id, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/files/"), "/")
	s.mu.Lock()
	var found *file
	for i := range s.files {
		if s.files[i].id == id {
			copied := s.files[i]
			found = &copied
		}
	}
	s.mu.Unlock()
	if found == nil || !isLoopbackHost(r.Host) || r.Method != http.MethodGet {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Content-Disposition", "attachment") // never shown as a page
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Length", strconv.Itoa(len(found.data)))
	w.Write(found.data) // an error means that the client has left
}

// upload keeps a file that a person sends: {"filename", "content",
// "content_type"}, or the content alone.
func (s *Server) upload(v any) (Attachment, error) {
	f := file{name: "file.txt", kind: "text/plain; charset=utf-8"}
	switch v := v.(type) {
	case string:
		f.data = []byte(v)
	case map[string]any:
		for key, field := range v {
			text, ok := field.(string)
			switch {
			case !ok:
				return Attachment{}, fmt.Errorf("%q of a file is a string", key)
			case key == "filename" && text != "":
				f.name = path.Base(text)
			case key == "content":
				f.data = []byte(text)
			case key == "content_type":
				f.kind = text
			default:
				return Attachment{}, fmt.Errorf("a file has no %q; it has filename, content, content_type", key)
			}
		}
	default:
		return Attachment{}, errors.New(`a file is {"filename", "content"}`)
	}
	if len(f.data) > maxFile {
		return Attachment{}, fmt.Errorf("%d bytes; a file has at most %d", len(f.data), maxFile)
	}
	a := s.keep(f)
	a.Ephemeral = true
	return a, nil
}

// A fileEntry is what a request says of an attachment: of one of its files, by
// the number of the part, or of one that the message has, by its id.
type fileEntry struct {
	id, description string
}

// parseFiles reads and checks the field "attachments".
func parseFiles(f form) []fileEntry {
	var list []fileEntry
	for _, af := range f.forms("attachments", 0, maxFiles) {
		af.need("id")
		e := fileEntry{id: af.snowflake("id"), description: af.text("description", 0, 1024)}
		af.text("filename", 0, 1024)
		list = append(list, e)
	}
	return list
}

// attach returns what a message has of files after the draft: those listed, and
// new ones; all that it had if the draft says nothing of them.
func (d draft) attach(m *Message, s *Server) []Attachment {
	if !d.f.sent("attachments") && len(d.f.files) == 0 {
		return m.Attachments
	}
	list := []Attachment{}
	used := map[string]bool{}
	for _, e := range d.files {
		if up, ok := d.f.files[e.id]; ok {
			a := s.keep(up)
			a.Description = e.description
			list = append(list, a)
			used[e.id] = true
			continue
		}
		found := false
		for _, a := range m.Attachments {
			if a.ID == e.id {
				list = append(list, a)
				found = true
			}
		}
		if !found {
			d.f.fail("attachments", "ATTACHMENT_NOT_FOUND", "Attachment data not found")
		}
	}
	for _, index := range sortedKeys(d.f.files) {
		if !used[index] {
			list = append(list, s.keep(d.f.files[index]))
		}
	}
	return list
}

// attachmentScheme begins a link to a file of the same request.
const attachmentScheme = "attachment://"

// linkFiles makes links to files of the message what they are served at.
func (d draft) linkFiles(m *Message) {
	for c := range walk(m.Components) {
		var media []*Media
		if c.Media != nil {
			media = append(media, c.Media)
		}
		if c.File != nil {
			media = append(media, c.File)
		}
		for i := range c.Items {
			media = append(media, &c.Items[i].Media)
		}
		for _, md := range media {
			name, ok := strings.CutPrefix(md.URL, attachmentScheme)
			if !ok {
				continue
			}
			a := attachmentNamed(m.Attachments, name)
			if a == nil {
				d.f.fail("components", "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND", "The referenced attachment %q was not found.", name)
				continue
			}
			md.ID, md.URL, md.ProxyURL = a.ID, a.URL, a.ProxyURL
			if c.File != nil {
				c.Name, c.Size = a.Filename, a.Size
			}
		}
	}
}

func attachmentNamed(list []Attachment, name string) *Attachment {
	for i := range list {
		if list[i].Filename == name {
			return &list[i]
		}
	}
	return nil
}
