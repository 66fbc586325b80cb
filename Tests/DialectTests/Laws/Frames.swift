import WhitworthJSON

/// A stream of server-sent events taken apart at its blank lines.
struct Frames {
    /// Each without its blank line.
    var frames: [[UInt8]]

    init(_ bytes: [UInt8]) {
        frames = String(decoding: bytes, as: UTF8.self).split(separator: "\n\n").map { Array($0.utf8) }
    }

    var bytes: [UInt8] { frames.flatMap { $0 + [0x0A, 0x0A] } }

    /// The data of the frame at a place, without `data: `.
    func data(_ place: Int) -> [UInt8] {
        guard let line = frames[place].split(separator: 0x0A).first(where: { $0.starts(with: Array("data:".utf8)) })
        else {
            return []
        }
        return Array(line.dropFirst(5).drop { $0 == 0x20 })
    }

    /// The frames that hold JSON, and their places.
    var documents: [(place: Int, data: [UInt8])] {
        frames.indices.compactMap { place in
            let data = data(place)
            return data.first == 0x7B ? (place, data) : nil
        }
    }

    func replacing(_ place: Int, by data: [UInt8]) -> Frames {
        var copy = self
        let name = frames[place].split(separator: 0x0A).first { $0.starts(with: Array("event:".utf8)) }
        copy.frames[place] = (name.map { Array($0) + [0x0A] } ?? []) + Array("data: ".utf8) + data
        return copy
    }

    func removing(_ place: Int) -> Frames {
        var copy = self
        copy.frames.remove(at: place)
        return copy
    }
}
