/// A chat request as an application would declare it for `JSONDecoder`.
struct ChatRequest: Decodable {
    struct Message: Decodable {
        struct Part: Decodable {
            struct ImageURL: Decodable { var url: String }
            var type: String
            var text: String?
            var image_url: ImageURL?
        }

        enum Content: Decodable {
            case text(String)
            case parts([Part])

            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                if let text = try? container.decode(String.self) {
                    self = .text(text)
                } else {
                    self = .parts(try container.decode([Part].self))
                }
            }
        }

        var role: String
        var content: Content
    }

    var model: String
    var messages: [Message]
    var temperature: Double?
    var stream: Bool?
}
