/// Server-sent events as the providers write them: their own bytes, sharing no code with what reads them elsewhere.
enum EventFrame {
    /// OpenAI's: data only.
    static func data(_ json: [UInt8]) -> [UInt8] {
        Array("data: ".utf8) + json + [0x0A, 0x0A]
    }

    /// Anthropic's: named.
    static func named(_ name: String, _ json: [UInt8]) -> [UInt8] {
        Array("event: \(name)\ndata: ".utf8) + json + [0x0A, 0x0A]
    }
}
