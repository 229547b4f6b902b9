package knowledge

import "slices"

// outside lists functions that change something outside of the program and its database: files, other processes, other machines. What is
// done once cannot be taken back by a transaction, so that a program may have to write down row by row what it has done.
var outside = []Helper{
	{Path: "os", Name: "Create CreateTemp Mkdir MkdirAll OpenFile Remove RemoveAll Rename Symlink WriteFile"},
	{Path: "os/exec", Name: "Command CommandContext"},
	{Path: "net", Name: "Dial DialTimeout"},
	{Path: "net/http", Name: "Get Head Post PostForm"},
	{Path: "net/http", On: "Client", Name: "Do Get Head Post PostForm"},
	{Path: "net/smtp", Name: "SendMail"},

	{Path: "github.com/go-resty/resty", On: "Request", Name: "Delete Execute Get Head Patch Post Put Send"},
	{Path: "gopkg.in/gomail.v2", On: "Dialer", Name: "DialAndSend"},
	{Path: "github.com/minio/minio-go", On: "Client", Name: "CopyObject FGetObject FPutObject GetObject PutObject RemoveObject"},
	{Path: "github.com/antchfx/xmlquery github.com/antchfx/htmlquery github.com/antchfx/jsonquery", Name: "LoadURL"},
}

// callOption is what the methods of clients that talk to other machines take last, as many as there are.
const callOption = "google.golang.org/grpc.CallOption"

// Remote reports whether a call with these options, of the named type, talks to another machine.
func Remote(option string) bool { return option == callOption }

// outsideWords begin the names of functions that do such things.
var outsideWords = []string{"deliver", "dispatch", "download", "email", "enqueue", "mail", "move", "notify", "publish", "send", "upload"}

// SoundsOutside reports whether a function's name, of these words, says that it changes something outside of the program.
func SoundsOutside(words []string) bool {
	return len(words) > 0 && slices.Contains(outsideWords, words[0])
}
