internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// A recording that is to be transcribed, and how the answer is to look.
struct TranscriptionJob: Sendable {
    let order: TranscriptionOrder
    let language: String
    let transcriber: RecordingTranscriber
    /// Who has gone is not worked for.
    let presence: ClientPresence
    /// Keeps the file on disk for as long as it is needed.
    let spooled: SpooledFile

    /// Transcribes all of it.
    func whole() async throws -> RecordingTranscript {
        try await presence.whilePresent { try await transcriber.rest() }
    }

    /// The answer in one.
    func response(of transcript: RecordingTranscript, to request: Request, in context: ServerContext) throws -> Response
    {
        switch order.format {
        case .json:
            return try TranscriptionBody(transcript, withLogProbabilities: order.wantsLogProbabilities)
                .response(from: request, context: context)
        case .verboseJSON:
            return try VerboseTranscriptionBody(transcript, order, language: LanguageName(language).english)
                .response(from: request, context: context)
        case .text: return text(transcript.text + "\n", "text/plain")
        case .srt: return text(SubtitleText(transcript: transcript).srt, "application/x-subrip")
        case .vtt: return text(SubtitleText(transcript: transcript).vtt, "text/vtt")
        }
    }

    /// Transcribes and writes the answer as it is made; a failure becomes the last event.
    @concurrent
    func write(to writer: inout any ResponseBodyWriter) async throws {
        let withLogProbabilities = order.wantsLogProbabilities
        var transcript = RecordingTranscript()
        do {
            // The recogniser does not wait for who reads slowly: there are no more pieces than the recording has stretches.
            let (pieces, heard) = AsyncThrowingStream.makeStream(
                of: RecordingTranscript.Piece.self,
                throwing: (any Error).self,
                bufferingPolicy: .unbounded
            )
            try await withThrowingDiscardingTaskGroup { group in
                group.addTask {
                    do {
                        try await presence.whilePresent {
                            while let piece = try await transcriber.next() { heard.yield(piece) }
                        }
                        heard.finish()
                    } catch {
                        heard.finish(throwing: error)
                    }
                }
                for try await piece in pieces {
                    let delta = TranscriptionEvents.Delta(
                        piece,
                        follows: !transcript.pieces.isEmpty,
                        withLogProbabilities: withLogProbabilities
                    )
                    transcript.pieces.append(piece)
                    try await writer.write(try TranscriptionEvents.line(delta))
                }
                // A stream also ends when the task is cancelled.
                try Task.checkCancellation()
            }
            transcript.duration = transcriber.duration
            let done = TranscriptionEvents.Done(transcript, withLogProbabilities: withLogProbabilities)
            try await writer.write(try TranscriptionEvents.line(done))
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            try await writer.write(try TranscriptionEvents.line(ErrorBody(TranscriptionFailure(error).asAPIError)))
        }
    }

    private func text(_ text: String, _ type: String) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: "\(type); charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text))
        )
    }
}
