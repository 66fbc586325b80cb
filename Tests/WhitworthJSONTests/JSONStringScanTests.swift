import Testing

@testable import WhitworthJSON

@Suite("The inner loops agree with the slow way of saying it")
struct JSONStringScanTests {
    private func plainEnd(_ bytes: [UInt8], from: Int, to: Int) -> Int? {
        bytes.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map { JSONStringScan.plainEnd($0, from: from, to: to) }
        }
    }

    @Test("law: each byte, at each place of a long run, ends it or does not", arguments: 0...255)
    func everyByte(_ byte: Int) {
        let byte = UInt8(byte)
        let ends = byte == 0x22 || byte == 0x5C || byte < 0x20 || byte >= 0x80
        for place in 0..<80 {
            var bytes = [UInt8](repeating: 0x61, count: 80)
            bytes[place] = byte
            let found = [
                plainEnd(bytes, from: 0, to: 80), plainEnd(bytes, from: place + 1, to: 80),
                plainEnd(bytes, from: 0, to: place),
            ]
            #expect(found == [ends ? place : 80, 80, place])
        }
    }

    @Test(
        "law: of two bytes the first ends it, whatever follows", arguments: [0x00, 0x1F, 0x21, 0x22, 0x5C, 0x80, 0xFF])
    func pairs(_ first: Int) {
        for second in [0x00, 0x1F, 0x21, 0x22, 0x23, 0x5C, 0x5D, 0x80, 0xFF] as [UInt8] {
            for place in 0..<40 {
                var bytes = [UInt8](repeating: 0x7E, count: 80)
                bytes[place] = UInt8(first)
                bytes[place + 1] = second
                let slow = bytes.firstIndex { $0 == 0x22 || $0 == 0x5C || $0 < 0x20 || $0 >= 0x80 }
                #expect(plainEnd(bytes, from: 0, to: 80) == slow ?? 80)
            }
        }
    }

    @Test("law: a sequence of bytes is a character exactly where Swift reads one", arguments: 0x80...0xFF)
    func characters(_ first: Int) {
        var wrong: [[UInt8]] = []
        let edges: [UInt8] = [0x00, 0x22, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF]
        for second in edges {
            for third in edges {
                for fourth in edges {
                    let bytes = [UInt8(first), second, third, fourth]
                    let length = bytes.withUnsafeBufferPointer { buffer in
                        buffer.baseAddress.map { JSONStringScan.multibyteLength($0, available: 4) }
                    }
                    let valid = (2...4).first {
                        String(validating: bytes[..<$0], as: UTF8.self)?.unicodeScalars.count == 1
                    }
                    if length != valid ?? 0 { wrong.append(bytes) }
                }
            }
        }
        #expect(wrong.isEmpty)
    }

    @Test("hexadecimal digits in both cases, and nothing beside them")
    func hexDigits() {
        for byte in UInt8.min...UInt8.max {
            #expect(JSONStringScan.hexDigit(byte).map(Int.init) == Character(Unicode.Scalar(byte)).hexDigitValue)
        }
    }
}
