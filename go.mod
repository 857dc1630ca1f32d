module detente

go 1.26.8

require (
	github.com/pelletier/go-toml/v2 v2.4.3
	golang.org/x/text v0.43.0
	golang.org/x/tools v0.52.0
)
