internal import BehestAudio
internal import BehestSpeech
internal import HTTPTypes

/// Why a recording was not transcribed, as whoever sent it gets to know.
struct TranscriptionFailure {
    private let error: any Error

    init(_ error: any Error) {
        self.error = error
    }

    /// The error in the form of answers; what happened within is not told.
    var asAPIError: APIError {
        switch error {
        case let error as APIError: error
        case let error as AudioError: Self.explained(error)
        case let error as QueueRefusal: Self.explained(error)
        case let error as TranscriptionError where error.retry != .never:
            Self.later(.serviceUnavailable, .failed, "The recogniser cannot be used at the moment: try again.")
        case is UploadSpoolError:
            APIError(.internalServerError, .failed, "The recording cannot be kept: the log of Behest says why.")
        default: APIError(.internalServerError, .failed, "The recording could not be transcribed.")
        }
    }

    private static func explained(_ error: AudioError) -> APIError {
        switch error.code {
        case .notAudio:
            APIError(
                .badRequest,
                .invalid,
                "\(error.message) WAV, FLAC, Ogg (Vorbis, Opus), MP3 and AIFF can.",
                parameter: "file"
            )
        case .empty, .outOfRange, .truncated, .notANumber:
            APIError(.badRequest, .invalid, error.message, parameter: "file")
        default: APIError(.internalServerError, .failed, "The recording could not be read.")
        }
    }

    private static func explained(_ error: QueueRefusal) -> APIError {
        switch error {
        case .full: later(.tooManyRequests, .limited, "Too many requests are being done: try again in a moment.")
        case .tooManyOfOne:
            later(.tooManyRequests, .limited, "Too many requests of yours are being done: wait for their answers.")
        case .closing: later(.serviceUnavailable, .shuttingDown, "Behest is about to end: try again when it runs anew.")
        }
    }

    private static func later(_ status: HTTPResponse.Status, _ code: APIError.Code, _ message: String) -> APIError {
        var error = APIError(status, code, message)
        error.headers[.retryAfter] = "1"
        return error
    }
}
