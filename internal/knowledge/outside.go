package knowledge

// outside lists functions that change something outside of the program and its database: files, other processes, other machines. What is
// done once cannot be taken back by a transaction, so that a program may have to write down row by row what it has done.
var outside = []Helper{
	{Path: "os", Name: "Create CreateTemp Mkdir MkdirAll OpenFile Remove RemoveAll Rename Symlink WriteFile"},
	{Path: "os/exec", Name: "Command CommandContext"},
	{Path: "net", Name: "Dial DialTimeout"},
	{Path: "net/http", Name: "Get Head Post PostForm"},
	{Path: "net/http", On: "Client", Name: "Do Get Head Post PostForm"},
	{Path: "net/smtp", Name: "SendMail"},
}
