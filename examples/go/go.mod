module utakata.example/peer

// With an older version here Go exchanges keys in a shorter way than Node does (without X25519MLKEM768).
go 1.24
