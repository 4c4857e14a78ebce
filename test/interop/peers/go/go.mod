module tlschart/interop/peer

go 1.19
