internal import HTTPTypes
internal import Hummingbird

extension RouterGroup {
    /// Says of a path that is there for one method that it is for no other.
    func refuseOthers(than method: HTTPRequest.Method, at path: RouterPath) {
        for other in [HTTPRequest.Method.get, .head, .post, .put, .patch, .delete, .options] where other != method {
            on(path, method: other) { request, _ -> Response in
                var error = APIError(
                    .methodNotAllowed,
                    .wrongMethod,
                    "There is no '\(other) \(request.uri.path)' here: use \(method)."
                )
                error.headers[.allow] = method.rawValue
                throw error
            }
        }
    }
}
