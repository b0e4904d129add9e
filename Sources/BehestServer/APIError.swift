internal import HTTPTypes
internal import Hummingbird

/// Why a request was not done, as whoever asked gets it: `{"error": {"code": …, "message": …}}`.
struct APIError: Error {
    /// A name that does not change.
    enum Code: String {
        /// There is nothing at that path.
        case notFound = "not-found"
        /// The request cannot be read.
        case badRequest = "bad-request"
        /// Nothing is listened to at the moment.
        case notListening = "not-listening"
        /// Behest is muted.
        case muted
        /// The server failed.
        case failed
    }

    var status: HTTPResponse.Status
    var code: Code
    /// One sentence.
    var message: String
}

extension APIError: HTTPResponseError {
    func response(from request: Request, context: some RequestContext) throws -> Response {
        let body = ErrorBody(error: .init(code: code.rawValue, message: message))
        var response = try context.responseEncoder.encode(body, from: request, context: context)
        response.status = status
        return response
    }
}

private struct ErrorBody: Encodable {
    struct Details: Encodable {
        var code: String
        var message: String
    }

    var error: Details
}

/// Gives every failure the form of an ``APIError``; what it was stays here.
struct APIErrors<Context: RequestContext>: RouterMiddleware {
    // The package's closures do not take over the caller's isolation, as those of this one do.
    @concurrent
    func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as APIError {
            return try error.response(from: request, context: context)
        } catch let error as HTTPError where error.status == .notFound || error.status == .methodNotAllowed {
            let message = "There is no '\(request.method) \(request.uri.path)' here."
            return try APIError(status: .notFound, code: .notFound, message: message)
                .response(from: request, context: context)
        } catch let error as HTTPError where error.status.kind == .clientError {
            let message = error.body ?? "The request cannot be read."
            return try APIError(status: error.status, code: .badRequest, message: message)
                .response(from: request, context: context)
        } catch {
            return try APIError(status: .internalServerError, code: .failed, message: "The server could not do that.")
                .response(from: request, context: context)
        }
    }
}
