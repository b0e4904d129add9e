/// Puts the findings of `behest doctor` into words.
enum HealthReport {
    private struct Line: Encodable {
        var check: String
        var state: String
        var detail: String
    }

    static func line(_ check: HealthCheck, _ finding: HealthCheck.Finding, _ style: Style) -> String {
        let name = check.name + String(repeating: " ", count: max(0, 17 - check.name.count))
        return switch finding {
        case .works(let detail): "\(style.green("ok     "))  \(name)\(style.faint(detail))"
        case .missing(let detail): "\(style.yellow("missing"))  \(name)\(detail)"
        case .broken(let detail): "\(style.red("broken "))  \(name)\(detail)"
        }
    }

    static func json(_ check: HealthCheck, _ finding: HealthCheck.Finding) -> String {
        let line =
            switch finding {
            case .works(let detail): Line(check: check.name, state: "ok", detail: detail)
            case .missing(let detail): Line(check: check.name, state: "missing", detail: detail)
            case .broken(let detail): Line(check: check.name, state: "broken", detail: detail)
            }
        return JSONLine.text(of: line)
    }
}
