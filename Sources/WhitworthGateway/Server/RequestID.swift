/// Names a request in answers and logs.
enum RequestID {
    /// The client's own where it is legal, else a new one.
    static func make(_ clients: String?) -> String {
        if let clients, (1...128).contains(clients.utf8.count), clients.utf8.allSatisfy(isLegal) { return clients }
        var text = Array("req_".utf8)
        text.reserveCapacity(28)
        var left = UInt64.random(in: .min ... .max)
        var right = UInt64.random(in: .min ... .max)
        for index in 0..<24 {
            if index == 12 { swap(&left, &right) }
            let digit = UInt8(truncatingIfNeeded: left & 0xF)
            left >>= 4
            text.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func isLegal(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
        default: false
        }
    }
}
