package when

type calendar struct{}

func (d *loader) loadEvents() error { return nil }
