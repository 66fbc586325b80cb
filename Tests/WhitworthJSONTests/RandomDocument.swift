import WhitworthTestSupport

/// Writes random valid documents in all the spellings the grammar allows: white space, escapes, forms of numbers.
struct RandomDocument {
    private var random: SeededGenerator
    private var bytes: [UInt8] = []

    static func bytes(seed: UInt64) -> [UInt8] {
        var document = RandomDocument(random: SeededGenerator(seed: seed))
        document.space()
        document.value(depth: Int.random(in: 0...5, using: &document.random))
        document.space()
        return document.bytes
    }

    private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

    private mutating func space() {
        while random.oneIn(4) { append([" ", "\n", "\r", "\t"].randomElement(using: &random) ?? " ") }
    }

    private mutating func value(depth: Int) {
        switch Int.random(in: 0..<(depth > 0 ? 10 : 6), using: &random) {
        case 0: append(["true", "false", "null"].randomElement(using: &random) ?? "null")
        case 1, 2: number()
        case 3, 4, 5: string()
        case 6, 7: container("[", "]") { $0.value(depth: depth - 1) }
        default:
            var index = 0
            container("{", "}") {
                // The position makes names differ whatever else they hold.
                $0.string(ending: "\(index)")
                index += 1
                $0.space()
                $0.append(":")
                $0.space()
                $0.value(depth: depth - 1)
            }
        }
    }

    private mutating func container(_ open: String, _ close: String, _ element: (inout RandomDocument) -> Void) {
        append(open)
        space()
        for index in 0..<Int.random(in: 0...(random.oneIn(20) ? 40 : 4), using: &random) {
            if index > 0 {
                append(",")
                space()
            }
            element(&self)
            space()
        }
        append(close)
    }

    private mutating func digits(_ most: Int) {
        for _ in 0..<Int.random(in: 1...most, using: &random) { append("\(Int.random(in: 0...9, using: &random))") }
    }

    private mutating func number() {
        if random.oneIn(3) { append("-") }
        if random.oneIn(3) {
            append("0")
        } else {
            append("\(Int.random(in: 1...9, using: &random))")
            if random.oneIn(2) { digits(random.oneIn(10) ? 25 : 6) }
        }
        if random.oneIn(3) {
            append(".")
            digits(8)
        }
        if random.oneIn(4) {
            append(["e", "E", "e+", "E-", "e-"].randomElement(using: &random) ?? "e")
            append("\(Int.random(in: 0...99, using: &random))")
        }
    }

    private mutating func string(ending: String = "") {
        append("\"")
        for _ in 0..<Int.random(in: 0...(random.oneIn(8) ? 60 : 8), using: &random) { character() }
        append(ending + "\"")
    }

    private mutating func character() {
        switch Int.random(in: 0..<12, using: &random) {
        case 0: append(["\\\"", "\\\\", "\\/", "\\b", "\\f", "\\n", "\\r", "\\t"].randomElement(using: &random) ?? "")
        case 1: escaped(scalar(in: 0...0x2FF))
        case 2: escaped(scalar(in: 0...0xFFFF))
        case 3: escaped(scalar(in: 0x10000...0x10FFFF))
        case 4: append(String(scalar(in: 0x80...0x7FF)))
        case 5: append(String(scalar(in: 0x800...0xFFFF)))
        case 6: append(String(scalar(in: 0x10000...0x10FFFF)))
        default:
            let scalar = scalar(in: 0x20...0x7E)
            append(scalar == "\"" || scalar == "\\" ? "-" : String(scalar))
        }
    }

    private mutating func scalar(in range: ClosedRange<UInt32>) -> Unicode.Scalar {
        while true {
            if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &random)) { return scalar }
        }
    }

    private mutating func escaped(_ scalar: Unicode.Scalar) {
        for unit in String(scalar).utf16 {
            let hex = String(unit, radix: 16, uppercase: random.oneIn(2))
            append("\\u" + String(repeating: "0", count: 4 - hex.count) + hex)
        }
    }
}

extension RandomDocument {
    /// The document with a few bytes flipped, taken out, doubled, or replaced by ones that mean something.
    static func mutated(_ bytes: [UInt8], seed: UInt64) -> [UInt8] {
        var random = SeededGenerator(seed: seed)
        var bytes = bytes
        let telling =
            Array(#"{}[]:,"\/0123456789eE+-.untrfalse"#.utf8) + [0x00, 0x0A, 0x1F, 0x20, 0x7F, 0x80, 0xBF, 0xED, 0xFF]
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let place = Int.random(in: 0...bytes.count, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 1 where place < bytes.count: bytes.remove(at: place)
            case 2 where place < bytes.count: bytes[place] = telling.randomElement(using: &random) ?? 0
            case 3:
                let end = min(bytes.count, place + Int.random(in: 1...12, using: &random))
                bytes.insert(contentsOf: bytes[place..<end], at: place)
            default: bytes.insert(telling.randomElement(using: &random) ?? 0, at: place)
            }
        }
        return bytes
    }
}
