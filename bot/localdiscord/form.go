package localdiscord

import (
	"encoding/json"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A form reads one JSON object of a request. What is wrong with a field is
// noted in bad under the field's path, so that one refusal names every fault.
type form struct {
	m    map[string]any // decoded with json.Number
	path []string
	bad  *formErrors

	files map[string]file // sent with it, by the number of the part
}

// empty returns the object in the field key as if it were there and empty.
func (f form) empty(key string) form {
	return form{m: map[string]any{}, path: append(slices.Clone(f.path), key), bad: f.bad, files: f.files}
}

// parseForm returns the JSON object in body.
func parseForm(body []byte) (form, *apiError) {
	v, err := parseJSON(body)
	if err != nil {
		return form{}, err
	}
	m, ok := v.(map[string]any)
	if !ok {
		return form{}, errForm("_", "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
	}
	return form{m: m, bad: &formErrors{}}, nil
}

// parseJSON returns the one JSON value in body.
func parseJSON(body []byte) (any, *apiError) {
	d := json.NewDecoder(strings.NewReader(string(body)))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, errNotJSON()
	}
	if _, err := d.Token(); err != io.EOF { // More would pass over a bracket too many
		return nil, errNotJSON()
	}
	return v, nil
}

// fail notes a fault of the field key; "" is the object itself.
func (f form) fail(key, code, format string, args ...any) {
	path := slices.Clone(f.path)
	if key != "" {
		path = append(path, key)
	}
	f.bad.add(path, code, format, args...)
}

// sent reports whether the field is there at all, be it null.
func (f form) sent(key string) bool {
	_, ok := f.m[key]
	return ok
}

// has reports whether the field is there and not null.
func (f form) has(key string) bool { return f.m[key] != nil }

// need notes a fault if the field is not there.
func (f form) need(key string) bool {
	if !f.has(key) {
		f.fail(key, "BASE_TYPE_REQUIRED", "This field is required")
		return false
	}
	return true
}

// text returns the string field key, of low to high code points, or "" if it
// is not there.
func (f form) text(key string, low, high int) string {
	if !f.has(key) {
		return ""
	}
	t, ok := f.m[key].(string)
	if !ok {
		f.fail(key, "STRING_TYPE_CONVERT", "Could not interpret %q as string.", asJSON(f.m[key]))
		return ""
	}
	n := utf8.RuneCountInString(t)
	switch {
	case low <= n && n <= high:
	case low == 0:
		f.fail(key, "BASE_TYPE_MAX_LENGTH", "Must be %d or fewer in length.", high)
	case n == 0:
		f.fail(key, "BASE_TYPE_REQUIRED", "This field is required")
	default:
		f.fail(key, "BASE_TYPE_BAD_LENGTH", "Must be between %d and %d in length.", low, high)
	}
	return t
}

// whole returns the integer field key, or nil if it is not there.
func (f form) whole(key string, low, high int) *int {
	if !f.has(key) {
		return nil
	}
	n, err := strconv.Atoi(asJSON(f.m[key]))
	switch {
	case err != nil:
		f.fail(key, "NUMBER_TYPE_COERCE", "Value %q is not int.", asJSON(f.m[key]))
		return nil
	case n < low:
		f.fail(key, "NUMBER_TYPE_MIN", "int value should be greater than or equal to %d.", low)
	case n > high:
		f.fail(key, "NUMBER_TYPE_MAX", "int value should be less than or equal to %d.", high)
	}
	return &n
}

// number returns the numeric field key, or nil if it is not there.
func (f form) number(key string) *float64 {
	if !f.has(key) {
		return nil
	}
	n, ok := f.m[key].(json.Number)
	x, err := n.Float64()
	if !ok || err != nil {
		f.fail(key, "NUMBER_TYPE_COERCE", "Value %q is not float.", asJSON(f.m[key]))
		return nil
	}
	return &x
}

// choice returns the integer field key, which must be one of those given, or
// otherwise if it is not there.
func (f form) choice(key string, otherwise int, values ...int) int {
	n := f.whole(key, -1<<31, 1<<31-1)
	if n == nil {
		return otherwise
	}
	if !slices.Contains(values, *n) {
		f.fail(key, "BASE_TYPE_CHOICES", "Value must be one of (%s).", joinInts(values))
	}
	return *n
}

// truth returns the boolean field key, or nil if it is not there.
func (f form) truth(key string) *bool {
	if !f.has(key) {
		return nil
	}
	b, ok := f.m[key].(bool)
	if !ok {
		f.fail(key, "BOOLEAN_TYPE_CONVERT", "Must be either true or false.")
		return nil
	}
	return &b
}

// isTrue reports whether the boolean field key is there and true.
func (f form) isTrue(key string) bool {
	b := f.truth(key)
	return b != nil && *b
}

// list returns the array field key, of low to high elements, or nil if it is
// not there.
func (f form) list(key string, low, high int) []any {
	if !f.has(key) {
		return nil
	}
	l, ok := f.m[key].([]any)
	if !ok {
		f.fail(key, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
		return nil
	}
	if len(l) < low || len(l) > high {
		f.fail(key, "BASE_TYPE_BAD_LENGTH", "Must be between %d and %d in length.", low, high)
	}
	return l
}

// forms returns the array of objects in the field key, as list does.
func (f form) forms(key string, low, high int) []form {
	var fs []form
	for i, v := range f.list(key, low, high) {
		at := form{path: append(slices.Clone(f.path), key, strconv.Itoa(i)), bad: f.bad}
		m, ok := v.(map[string]any)
		if !ok {
			at.fail("", "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
			continue
		}
		at.m = m
		fs = append(fs, at)
	}
	return fs
}

// sub returns the object in the field key; ok is false if there is none.
func (f form) sub(key string) (at form, ok bool) {
	if !f.has(key) {
		return form{}, false
	}
	at = form{path: append(slices.Clone(f.path), key), bad: f.bad, files: f.files}
	at.m, ok = f.m[key].(map[string]any)
	if !ok {
		at.fail("", "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
	}
	return at, ok
}

// snowflake returns the id in the field key, a string or a number, or "".
func (f form) snowflake(key string) string {
	if !f.has(key) {
		return ""
	}
	id := strings.Trim(asJSON(f.m[key]), `"`)
	if _, err := strconv.ParseUint(id, 10, 64); err != nil {
		f.fail(key, "NUMBER_TYPE_COERCE", "Value %q is not snowflake.", id)
		return ""
	}
	return id
}

// asJSON returns v as JSON text; v came from JSON.
func asJSON(v any) string {
	b, _ := json.Marshal(v)
	return string(b)
}

// joinInts writes numbers as Discord's messages list them.
func joinInts(ns []int) string {
	parts := make([]string, len(ns))
	for i, n := range ns {
		parts[i] = strconv.Itoa(n)
	}
	return strings.Join(parts, ", ")
}
