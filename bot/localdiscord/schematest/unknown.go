package schematest

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// unknownKeys names the keys of a request that the description does not have.
// Discord passes over such keys, so its schemas allow them; in a request they
// are misspelt or belong elsewhere. A key is known if one of the schemas that
// the place may have names it: clients send keys of other kinds as null.
func (d *description) unknownKeys(pointer string, text []byte) error {
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return err
	}
	if unknown := d.unknown(d.alternatives(d.resolve(pointer)), v, ""); len(unknown) > 0 {
		return fmt.Errorf("unknown keys: %s", strings.Join(unknown, ", "))
	}
	return nil
}

// resolve returns the schema that a pointer names.
func (d *description) resolve(pointer string) map[string]any {
	v := d.document
	for step := range strings.SplitSeq(strings.TrimPrefix(pointer, "#/"), "/") {
		v = at(v)[unpointer(step)]
	}
	return at(v)
}

// alternatives returns the plain schemas that a schema is made of.
func (d *description) alternatives(schema map[string]any) []map[string]any {
	if ref, ok := schema["$ref"].(string); ok {
		return d.alternatives(d.resolve(ref))
	}
	plain := []map[string]any{schema}
	for _, key := range []string{"allOf", "anyOf", "oneOf"} {
		parts, _ := schema[key].([]any)
		for _, part := range parts {
			plain = append(plain, d.alternatives(at(part))...)
		}
	}
	return plain
}

// unknown returns the paths of the keys in v that none of the schemas has.
func (d *description) unknown(schemas []map[string]any, v any, path string) []string {
	var found []string
	switch v := v.(type) {
	case []any:
		var items []map[string]any
		for _, s := range schemas {
			items = append(items, d.alternatives(at(s, "items"))...)
		}
		for i, e := range v {
			found = append(found, d.unknown(items, e, fmt.Sprintf("%s/%d", path, i))...)
		}
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			var values []map[string]any
			for _, s := range schemas {
				if p := at(s, "properties", key); p != nil {
					values = append(values, d.alternatives(p)...)
				} else if p := at(s, "additionalProperties"); p != nil {
					values = append(values, d.alternatives(p)...)
				}
			}
			if values == nil {
				found = append(found, path+"/"+key)
				continue
			}
			found = append(found, d.unknown(values, v[key], path+"/"+key)...)
		}
	}
	return found
}
