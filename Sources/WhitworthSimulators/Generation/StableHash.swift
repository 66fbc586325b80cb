/// FNV-1a, 64 bits, finished with a mixer: the same on every machine and run, which Swift's own hasher is not.
///
/// Nothing here is secret: a simulator's ids and signatures must be repeatable, not unguessable.
struct StableHash: Sendable {
    private(set) var state: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func combine(_ byte: UInt8) {
        state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }

    mutating func combine(_ bytes: some Sequence<UInt8>) {
        let done: Void? = bytes.withContiguousStorageIfAvailable { buffer in
            var state = state
            for byte in buffer { state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
            self.state = state
        }
        if done == nil { for byte in bytes { combine(byte) } }
    }

    mutating func combine(_ number: Int) {
        var rest = UInt64(bitPattern: Int64(number))
        for _ in 0..<8 {
            combine(UInt8(truncatingIfNeeded: rest))
            rest >>= 8
        }
    }

    var value: UInt64 { Self.mix(state) }

    static func of(_ text: String) -> UInt64 {
        var hash = StableHash()
        hash.combine(text.utf8)
        return hash.value
    }

    /// The hash of a body; of a large one its ends and its length, so that an image costs no more than a sentence.
    static func of(body: [UInt8]) -> UInt64 {
        var hash = StableHash()
        if body.count <= 16_384 {
            hash.combine(body)
        } else {
            hash.combine(body[..<8_192])
            hash.combine(body[(body.count - 8_192)...])
            hash.combine(body.count)
        }
        return hash.value
    }

    /// The finaliser of SplitMix64: neighbouring inputs give unlike outputs.
    static func mix(_ value: UInt64) -> UInt64 {
        var mixed = value &+ 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Numbers that follow from a seed.
struct StableNumbers: Sendable {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return StableHash.mix(state)
    }

    /// Evenly enough from 0 up to, not including, `bound`.
    mutating func next(below bound: Int) -> Int {
        bound <= 1 ? 0 : Int(next() % UInt64(bound))
    }
}
