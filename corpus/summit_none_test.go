//go:build nocoverage

package corpus

import (
	"strings"
	"testing"
)

func TestSummitIsNotBuiltIn(t *testing.T) {
	c, err := Summit()
	if c != nil || err == nil || !strings.Contains(err.Error(), "nocoverage") {
		t.Errorf("got %v, %v", c, err)
	}
}
