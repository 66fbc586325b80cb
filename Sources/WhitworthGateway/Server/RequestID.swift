/// Names requests in answers and logs; one for each event loop, so that a name costs no system call.
struct RequestID {
    private var state: UInt64

    init() {
        state = UInt64.random(in: .min ... .max)
    }

    /// The client's own where it is legal, else a new one.
    mutating func make(_ clients: String?) -> String {
        if let clients, (1...128).contains(clients.utf8.count), clients.utf8.allSatisfy(Self.isLegal) { return clients }
        return String(unsafeUninitializedCapacity: 28) { buffer in
            for (index, byte) in "req_".utf8.enumerated() { buffer[index] = byte }
            var number = next()
            for index in 4..<28 {
                if index == 16 { number = next() }
                let digit = UInt8(truncatingIfNeeded: number & 0xF)
                number >>= 4
                buffer[index] = digit < 10 ? 0x30 + digit : 0x57 + digit
            }
            return 28
        }
    }

    /// SplitMix64 from a random beginning: names must not meet, and need not be secret.
    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    private static func isLegal(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
        default: false
        }
    }
}
