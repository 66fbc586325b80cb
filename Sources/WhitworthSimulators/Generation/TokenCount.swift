/// Tokens of the simulated models: not those of any real tokenizer, but counted one way everywhere, so that the
/// chunks of a stream, the logprobs, the cut at a limit and the usage agree.
enum TokenCount {
    /// The longest token, in characters.
    private static let longest = 8

    /// The text in tokens: each a run of letters or digits with the space before it, or a few other characters.
    /// Joined they are the text.
    static func tokens(of text: String) -> [String] {
        var tokens: [String] = []
        var token = ""
        var length = 0
        var holdsWord = false
        for character in text {
            let isWord = character.isLetter || character.isNumber
            let startsWord = character == " " || (isWord && !holdsWord && token != " ")
            if !token.isEmpty, startsWord || length >= longest || (!isWord && holdsWord) {
                tokens.append(token)
                token = ""
                length = 0
            }
            token.append(character)
            length += 1
            holdsWord = isWord
        }
        if !token.isEmpty { tokens.append(token) }
        return tokens
    }

    /// What a prompt text of so many bytes counts: four bytes a token, rounded up.
    static func prompt(bytes: Int) -> Int { (bytes + 3) / 4 }

    /// What an image counts, whatever its size: the price OpenAI documents for one of low detail.
    static let image = 85

    /// What a page or sound counts, for want of decoding it.
    static let document = 300

    /// Role and separators of a message.
    static let perMessage = 3
}
