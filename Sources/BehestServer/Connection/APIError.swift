internal import HTTPTypes
internal import Hummingbird

/// Why a request was not done, as whoever asked gets it, in the form of OpenAI's:
/// `{"error": {"message": …, "type": …, "param": …, "code": …}}`.
struct APIError: Error {
    /// A name that does not change.
    ///
    /// Where OpenAI has one for it, it is OpenAI's.
    enum Code: String {
        /// There is nothing at that path.
        case notFound = "not-found"
        /// What is there cannot be asked so.
        case wrongMethod = "wrong-method"
        /// The request cannot be read.
        case badRequest = "bad-request"
        /// Nothing is listened to at the moment.
        case notListening = "not-listening"
        /// Behest is muted.
        case muted
        /// The server failed.
        case failed
        /// The request was meant for another host.
        case wrongHost = "wrong-host"
        /// A web page asks.
        case wrongOrigin = "wrong-origin"
        /// The server is about to end.
        case shuttingDown = "shutting-down"
        /// The request took too long to arrive.
        case timedOut = "timed-out"
        /// There is more of it than is taken.
        case tooLarge = "too-large"
        /// What is sent is not of the kind that is taken.
        case unsupportedMedia = "unsupported-media"
        /// Who asks did not say who they are.
        case invalidKey = "invalid_api_key"
        /// Too much is asked at the moment.
        case limited = "rate_limit_exceeded"
        /// There is no model of that name.
        case unknownModel = "model_not_found"
        /// What is needed was not sent.
        case missing = "missing_required_parameter"
        /// A value is none of those that are taken.
        case invalid = "invalid_value"
    }

    var status: HTTPResponse.Status
    var code: Code
    /// One sentence.
    var message: String
    /// What of the request it is about.
    var parameter: String?
    var headers: HTTPFields = [:]

    init(_ status: HTTPResponse.Status, _ code: Code, _ message: String, parameter: String? = nil) {
        self.status = status
        self.code = code
        self.message = message
        self.parameter = parameter
    }
}

extension APIError: HTTPResponseError {
    func response(from request: Request, context: some RequestContext) throws -> Response {
        var response = try context.responseEncoder.encode(ErrorBody(self), from: request, context: context)
        response.status = status
        for field in headers { response.headers[field.name] = field.value }
        return response
    }
}

/// An error as JSON.
struct ErrorBody: Encodable {
    private enum Key: String, CodingKey {
        case error, message, type, param, code
    }

    private let error: APIError

    init(_ error: APIError) {
        self.error = error
    }

    private var type: String {
        switch error.status.code {
        case 429: "requests"
        case 500...: "server_error"
        default: "invalid_request_error"
        }
    }

    /// Writes it; what there is not is `null`, as OpenAI has it.
    func encode(to encoder: any Encoder) throws {
        var body = encoder.container(keyedBy: Key.self)
        var details = body.nestedContainer(keyedBy: Key.self, forKey: .error)
        try details.encode(error.message, forKey: .message)
        try details.encode(type, forKey: .type)
        try details.encode(error.parameter, forKey: .param)
        try details.encode(error.code.rawValue, forKey: .code)
    }
}
