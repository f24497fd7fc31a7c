package main

import (
	"encoding/json"
	"fmt"
	"io"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// A version is what the build recorded of itself. Fields it did not record are "".
type version struct {
	Version  string `json:"version"` // "(devel)" when built from a checkout without a tag
	Go       string `json:"go"`
	OS       string `json:"os"`
	Arch     string `json:"arch"`
	Commit   string `json:"commit"`
	Time     string `json:"time"`     // of the commit
	Modified bool   `json:"modified"` // the checkout had changes that are in no commit
}

// versionCommand returns "summitbot version".
func (p *program) versionCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "version", Short: "Print which build this is", Args: noArgs}
	asJSON := cmd.Flags().Bool("json", false, "print JSON")
	cmd.RunE = func(*cobra.Command, []string) error {
		v := buildVersion()
		if *asJSON {
			return writeJSON(p.stdout, v)
		}
		_, err := fmt.Fprintf(p.stdout, "summitbot %s\n", v)
		return err
	}
	return cmd
}

// buildVersion returns what the build recorded of itself.
func buildVersion() version {
	v := version{Version: "(devel)"}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return v
	}
	v.Go = info.GoVersion
	if info.Main.Version != "" {
		v.Version = info.Main.Version
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "GOOS":
			v.OS = s.Value
		case "GOARCH":
			v.Arch = s.Value
		case "vcs.revision":
			v.Commit = s.Value
		case "vcs.time":
			v.Time = s.Value
		case "vcs.modified":
			v.Modified = s.Value == "true"
		}
	}
	return v
}

// String returns the version in one line.
func (v version) String() string {
	s := v.Version
	if v.Commit != "" {
		s += " " + v.Commit[:min(12, len(v.Commit))]
	}
	if v.Modified {
		s += " with changes"
	}
	return fmt.Sprintf("%s (%s, %s/%s)", s, v.Go, v.OS, v.Arch)
}

// writeJSON writes v on one line. Characters such as & stay as they are.
func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}
