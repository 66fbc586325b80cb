import Testing

@testable import WhitworthEventStreams

@Suite("Line ends are found eight bytes at a time")
struct LineEndTests {
    private func first(_ bytes: [UInt8], from start: Int) -> Int? {
        bytes.withUnsafeBufferPointer { LineEnd.first(in: $0, from: start) }
    }

    @Test("law: each byte at each place is a line end or is not", arguments: 0...255)
    func everyByte(_ byte: Int) {
        for place in 0..<40 {
            var bytes = [UInt8](repeating: 0x61, count: 40)
            bytes[place] = UInt8(byte)
            let expected = byte == 0x0A || byte == 0x0D ? place : nil
            #expect(
                [first(bytes, from: 0), first(bytes, from: place), first(bytes, from: place + 1)] == [
                    expected, expected, nil,
                ])
        }
    }

    @Test("law: the first of two is found, whatever stands beside it", arguments: [0x0A, 0x0D] as [UInt8])
    func pairs(_ lineEnd: UInt8) {
        for beside in [0x00, 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x0E, 0x8A, 0x8D, 0xFF] as [UInt8] {
            for place in 0..<30 {
                var bytes = [UInt8](repeating: 0x80, count: 40)
                bytes[place] = beside
                bytes[place + 1] = lineEnd
                #expect(first(bytes, from: 0) == bytes.firstIndex { $0 == 0x0A || $0 == 0x0D })
            }
        }
    }

    @Test("no bytes hold no line end")
    func empty() {
        #expect(first([], from: 0) == nil && first([0x0A], from: 1) == nil)
    }
}
