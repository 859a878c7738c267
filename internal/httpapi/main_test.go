package httpapi_test

import (
	"flag"
	"fmt"
	"os"
	"testing"

	"deskbell/internal/httpapi/apitest"
)

// TestMain also makes sure that the tests of this package together have seen every operation succeed, so that "every
// answer agrees with the document" leaves none out.
func TestMain(m *testing.M) {
	code := m.Run()
	if all := flag.Lookup("test.run").Value.String() == "" && flag.Lookup("test.skip").Value.String() == ""; all && code == 0 {
		for _, id := range apitest.Unseen() {
			fmt.Printf("no test has seen %s succeed\n", id)
			code = 1
		}
	}
	os.Exit(code)
}
