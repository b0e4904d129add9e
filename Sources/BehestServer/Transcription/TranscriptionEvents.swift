internal import FoundationEssentials
internal import NIOCore

/// A streamed answer as server-sent events, in OpenAI's words.
enum TranscriptionEvents {
    /// More text.
    struct Delta: Encodable {
        var type = "transcript.text.delta"
        var delta: String
        var logprobs: [LogProbabilityBody]?

        /// What a piece adds to the text before it, if there is some.
        init(_ piece: RecordingTranscript.Piece, follows: Bool, withLogProbabilities: Bool) {
            delta = follows ? " " + piece.text : piece.text
            logprobs = withLogProbabilities ? LogProbabilityBody.list(piece.words, follows: follows) : nil
        }
    }

    /// The whole text, at the end.
    struct Done: Encodable {
        var type = "transcript.text.done"
        var text: String
        var logprobs: [LogProbabilityBody]?
        var usage: UsageBody

        init(_ transcript: RecordingTranscript, withLogProbabilities: Bool) {
            let body = TranscriptionBody(transcript, withLogProbabilities: withLogProbabilities)
            (text, logprobs, usage) = (body.text, body.logprobs, body.usage)
        }
    }

    /// An event on the wire.
    static func line(_ event: some Encodable) throws -> ByteBuffer {
        var buffer = ByteBuffer(string: "data: ")
        buffer.writeBytes(try JSONEncoder().encode(event))
        buffer.writeString("\n\n")
        return buffer
    }
}
