internal import FoundationEssentials

/// The members of an answer or of an event, as any of the known servers names them.
///
/// What has another type than it should is taken for left out: one odd member must not cost the text.
struct TranscriptionWire: Decodable {
    /// A number, which some servers write as a text.
    struct Number: Decodable {
        let value: Double

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            let number = try (try? container.decode(Double.self)) ?? Double(container.decode(String.self))
            guard let number, number.isFinite else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "no number")
            }
            value = number
        }
    }

    /// A token with its probability.
    struct Token: Decodable {
        let token: String
        let logprob: Double
    }

    /// A word, whose text LocalAI names so and all others `word`.
    struct Word: Decodable {
        let word: String?
        let text: String?
        let start: Number?
        let end: Number?
        let probability: Number?
    }

    /// A stretch of the sound.
    struct Segment: Decodable {
        let text: String
        let start: Number?
        let end: Number?
        let avgLogProbability: Number?
        let noSpeechProbability: Number?
        let compressionRatio: Number?
        let tokenCount: Int?
        let words: [Word]

        private enum CodingKeys: String, CodingKey {
            case text, start, end, tokens, words
            case avgLogProbability = "avg_logprob"
            case noSpeechProbability = "no_speech_prob"
            case compressionRatio = "compression_ratio"
        }

        init(from decoder: any Decoder) throws {
            let members = try decoder.container(keyedBy: CodingKeys.self)
            text = members.tolerant(.text) ?? ""
            start = members.tolerant(.start)
            end = members.tolerant(.end)
            avgLogProbability = members.tolerant(.avgLogProbability)
            noSpeechProbability = members.tolerant(.noSpeechProbability)
            compressionRatio = members.tolerant(.compressionRatio)
            let tokens: [Int]? = members.tolerant(.tokens)
            tokenCount = tokens.flatMap { $0.isEmpty ? nil : $0.count }
            words = members.tolerant(.words) ?? []
        }
    }

    /// A part of one of vLLM's events.
    struct Choice: Decodable {
        struct Delta: Decodable {
            let content: String?
        }

        let delta: Delta?
        let finishReason: String?

        private enum CodingKeys: String, CodingKey {
            case delta
            case finishReason = "finish_reason"
        }
    }

    private struct Language: Decodable {
        let code: String
    }

    let text: String?
    let language: String?
    let segments: [Segment]
    let words: [Word]
    let tokens: [Token]
    let complaint: ServiceComplaint?
    let type: String?
    let delta: String?
    let choices: [Choice]?

    private enum CodingKeys: String, CodingKey {
        case text, language, languages, segments, words, logprobs, error, type, delta, choices
    }

    init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        text = members.tolerant(.text)
        let languages: [Language]? = members.tolerant(.languages)
        language = members.tolerant(.language) ?? languages?.first?.code
        segments = members.tolerant(.segments) ?? []
        words = members.tolerant(.words) ?? []
        tokens = members.tolerant(.logprobs) ?? []
        type = members.tolerant(.type)
        delta = members.tolerant(.delta)
        choices = members.tolerant(.choices)
        let error: ServiceComplaint? = members.tolerant(.error)
        // An event that is an error may have its members beside its type.
        complaint = error ?? (type == "error" ? try? ServiceComplaint(from: decoder) : nil)
    }
}

extension KeyedDecodingContainer {
    /// A member; `nil` when it is not there, or of another type.
    fileprivate func tolerant<Value: Decodable>(_ key: Key) -> Value? {
        (try? decodeIfPresent(Value.self, forKey: key)) ?? nil
    }
}
