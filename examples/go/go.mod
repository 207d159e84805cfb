module utakata.example/peer

go 1.22
