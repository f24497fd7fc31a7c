package schematest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// reasons returns what is wrong, a line for each place. Of alternatives that all
// fail, those for another type than the given one are left out: that a button is
// not a select says nothing.
func reasons(e *jsonschema.ValidationError) []string {
	if len(e.Causes) == 0 {
		text := e.ErrorKind.LocalizedString(message.NewPrinter(language.English))
		return []string{fmt.Sprintf("/%s: %s", strings.Join(e.InstanceLocation, "/"), text)}
	}
	causes := e.Causes
	switch e.ErrorKind.(type) {
	case *kind.OneOf, *kind.AnyOf:
		meant := slices.DeleteFunc(slices.Clone(causes), func(c *jsonschema.ValidationError) bool {
			return otherType(c, len(e.InstanceLocation))
		})
		if len(meant) > 0 {
			causes = meant
		}
	}
	var lines []string
	for _, c := range causes {
		for _, line := range reasons(c) {
			if !slices.Contains(lines, line) {
				lines = append(lines, line)
			}
		}
	}
	return lines
}

// otherType reports whether an alternative fails because the value, depth keys
// deep, has another type: of JSON, or in its key "type".
func otherType(e *jsonschema.ValidationError, depth int) bool {
	switch e.ErrorKind.(type) {
	case *kind.Const, *kind.Enum:
		return len(e.InstanceLocation) == depth+1 && e.InstanceLocation[depth] == "type"
	case *kind.Type:
		return len(e.InstanceLocation) == depth
	}
	return slices.ContainsFunc(e.Causes, func(c *jsonschema.ValidationError) bool { return otherType(c, depth) })
}
