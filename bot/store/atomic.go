package store

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// tempPrefix begins the names of files that are being written.
const tempPrefix = ".tmp-"

// writeFile puts data into the file name in one step: whoever reads it, also
// after a crash or a power cut, finds the old content or the new. Only this user
// can read it. The libraries for it do not sync the directory, or do not build on
// Windows, where a directory cannot be.
func writeFile(name string, data []byte) (err error) {
	dir := filepath.Dir(name)
	f, err := os.CreateTemp(dir, tempPrefix+filepath.Base(name)+"-") // of mode 0600
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return syncDir(dir)
}

// syncDir makes names that came or went in dir survive a power cut.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// temporary reports whether a file of that name was being written.
func temporary(name string) bool { return strings.HasPrefix(name, tempPrefix) }
