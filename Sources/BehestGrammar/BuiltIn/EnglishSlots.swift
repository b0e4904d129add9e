/// The built-in slots in English, written as a pack is: each is a rule, whose parts are lists.
///
/// The parts' slots are named for what they say, so that the ``SlotComposer`` can make one value of them; the same name says
/// the same in every rule.
enum EnglishSlots {
    static let pack = """
        language: en
        expansion_rules:
        \(rules)
        lists:
        \(lists)
        """

    private static let rules = numbers + durations + times + dates + others

    private static let others = """
          date_time: "(<date_and_time>|<time_and_date>|{tonight:tonight} [at] <night_time>|in <clock_span>|<clock_span> from now|{now:now}|<date>|<time>)"
          date_and_time: "<date> [<half_of_day>] [at] <clock>"
          time_and_date: "[at] <clock> <date>"
          night_time: "(<past>|<to>|<full_hour>|<hour_and_minutes>)"
          letters: "\(letters)"
          issue_number: "[(issue|pull request|merge request|pr|p r|mr|m r|ticket|bug)] [number] <issue_digits>"
          issue_digits: "(<issue_plain>|<issue_pairs>|<issue_single>)"
          issue_plain: "(<small>|<thousands> [[and] {1..999:ones}])"
          issue_pairs: "{1..99:high} ({10..99:low}|(oh|o|zero) {1..9:low}|hundred [[and] {1..99:low}])"
          issue_single: "{digit:d1} {digit:d2} {digit:d3} [{digit:d4} [{digit:d5} [{digit:d6}]]]"

        """

    private static let numbers = """
          number: "[{minus:sign}] (<whole> [<fraction>]|<fraction>|<small> and {half:part}|{half:part})"
          fraction: "point {digit:d1} [{digit:d2} [{digit:d3} [{digit:d4} [{digit:d5} [{digit:d6}]]]]]"
          whole: "(<small>|<thousands> [[and] {1..999:ones}]|<millions> [[and] <thousands>] [[and] {1..999:ones}])"
          small: "({0..999:ones}|{a:hundreds} hundred [[and] {1..99:ones}]|{dozen:ones})"
          thousands: "({1..999:thousands}|{a:thousands}) thousand"
          millions: "({1..999:millions}|{a:millions}) million"
          ordinal: "(<ordinal_below_hundred>|({1..9:hundreds}|{a:hundreds}) hundred [and] <ordinal_below_hundred>|[({1..9:hundreds}|{a:hundreds})] {hundredth:last_hundred})"
          ordinal_below_hundred: "({small_ordinal:ones}|{tens:tens} {unit_ordinal:ones}|{tens_ordinal:tens})"

        """

    private static let durations: String = {
        let units = [
            ("years", "year", "a"), ("months", "month", "a"), ("weeks", "week", "a"), ("days", "day", "a"),
            ("hours", "hour", "an"), ("minutes", "minute", "a"), ("seconds", "second", "a"),
        ]
        var rules = units.map { plural, singular, article in
            """
              \(plural): "(<\(plural)_counted>|<\(plural)_in_parts>)"
              \(plural)_counted: "({0..999:\(plural)} [point {digit:\(plural)_tenths}]|{a:\(plural)}|{couple:\(plural)}) (\(singular)|\(plural))"
              \(plural)_in_parts: "({quarters:\(plural)_part} [of] \(article) \(singular)|{half:\(plural)_part} (\(article) \(singular)|\(singular))|({a:\(plural)}|{1..1:\(plural)}) \(singular) and {half:\(plural)_part}|{1..999:\(plural)} and {half:\(plural)_part} \(plural))"

            """
        }
        rules.append(
            """
              duration: "(<calendar_span>|<weeks> [[and] <days>]|<days> [[and] <clock_span>]|<clock_span>)"
              calendar_span: "(<years> [[and] <months>]|<months>)"
              clock_span: "(<hours> [[and] <minutes>] [[and] <seconds>]|<minutes> [[and] <seconds>]|<seconds>)"

            """
        )
        return rules.joined()
    }()

    private static let times = """
          time: "[at] <clock>"
          clock: "({named_time:minutes_of_day}|(<past>|<to>|<full_hour>|<hour_and_minutes>) [<half_of_day>]|<long_hour>)"
          half_of_day: "({am_or_pm:half}|in the {part_of_day:half}|{part_of_day:half}|at {night:half}|this {part_of_day:half})"
          past: "({half_past:minute} past|({quarter_past:minute}|{1..29:minute} [(minute|minutes)]) (past|after)) {1..12:hour} [o'clock]"
          to: "({quarter_past:minutes_before}|{1..29:minutes_before} [(minute|minutes)]) (to|till|before|of) {1..12:hour} [o'clock]"
          full_hour: "{1..12:hour} [o'clock]"
          hour_and_minutes: "{1..12:hour} <minutes_shown>"
          minutes_shown: "({10..59:minute}|(oh|o|zero) {1..9:minute}|{double_zero:minute})"
          long_hour: "({13..23:long_hour}|(zero|oh|o) {0..9:long_hour}|{0..0:long_hour}) (<minutes_shown>|hundred [hours]|o'clock)"

        """

    private static let dates = """
          date: "[on] ({relative_day:days}|<weekday>|<day_of_month>|<distant_day>)"
          weekday: "([({this:which}|{next:which}|{last:which})] {weekday:weekday}|{weekday:weekday} {next_week:which})"
          day_of_month: "(the {day_ordinal:day}|[the] {day_ordinal:day} [of] {month:month} [<year>]|{1..31:day} [of] {month:month} [<year>]|{month:month} [the] {day_ordinal:day} [<year>]|{month:month} {1..31:day} [<year>])"
          year: "({1900..2099:year}|{19..20:century} ({10..99:year_of_century}|(oh|o) {1..9:year_of_century}))"
          distant_day: "(in <day_span>|<day_span> from (now|today)|<day_span> {ago:which})"
          day_span: "(<weeks_counted> [[and] <days_counted>]|<days_counted>|<months_counted>|<years_counted>)"

        """

    private static let letters = (1...SlotComposer.mostLetters).reversed().reduce("") { rest, place in
        let letter = "({letter:l\(place)}|{capital_letter:l\(place)})"
        return rest.isEmpty ? letter : "\(letter) [\(rest)]"
    }

    private static let lists = """
          minus: {values: [{in: "(minus|negative)", out: -1}]}
          a: {values: [{in: "(a|an)", out: 1}]}
          couple: {values: [{in: "a couple [of]", out: 2}]}
          dozen: {values: [{in: a dozen, out: 12}, {in: half a dozen, out: 6}, {in: two dozen, out: 24}]}
          half: {values: [{in: "[a|one] half", out: 0.5}]}
          quarters: {values: [{in: "[a|one] quarter", out: 0.25}, {in: "three quarters", out: 0.75}]}
          digit: {values: [{in: "(zero|oh|o)", out: 0}, {in: one, out: 1}, {in: two, out: 2}, {in: three, out: 3}, {in: four, out: 4}, {in: five, out: 5}, {in: six, out: 6}, {in: seven, out: 7}, {in: eight, out: 8}, {in: nine, out: 9}]}
          hundredth: {values: [{in: hundredth, out: 1}]}
          tens: {values: [{in: twenty, out: 20}, {in: thirty, out: 30}, {in: forty, out: 40}, {in: fifty, out: 50}, {in: sixty, out: 60}, {in: seventy, out: 70}, {in: eighty, out: 80}, {in: ninety, out: 90}]}
          tens_ordinal: {values: [{in: twentieth, out: 20}, {in: thirtieth, out: 30}, {in: fortieth, out: 40}, {in: fiftieth, out: 50}, {in: sixtieth, out: 60}, {in: seventieth, out: 70}, {in: eightieth, out: 80}, {in: ninetieth, out: 90}]}
          unit_ordinal: {values: [\(values(of: unitOrdinals))]}
          small_ordinal: {values: [\(values(of: smallOrdinals))]}
          day_ordinal: {values: [\(values(of: smallOrdinals + ["twentieth"] + unitOrdinals.map { "twenty \($0)" } + ["thirtieth", "thirty first"]))]}

          named_time: {values: [{in: "(noon|midday|twelve noon)", out: 720}, {in: "(midnight|twelve midnight)", out: 0}]}
          half_past: {values: [{in: half, out: 30}]}
          quarter_past: {values: [{in: "[a] quarter", out: 15}]}
          double_zero: {values: [{in: "(zero|oh|o) (zero|oh|o)", out: 0}]}
          am_or_pm: {values: [{in: "(am|a m|a.m.)", out: morning}, {in: "(pm|p m|p.m.)", out: afternoon}]}
          part_of_day: {values: [morning, {in: "(afternoon|evening)", out: afternoon}]}
          night: {values: [night]}
          tonight: {values: [{in: "(tonight|this evening)", out: 1}]}
          now: {values: [{in: "(now|right now)", out: 0}]}

          relative_day: {values: [{in: today, out: 0}, {in: tomorrow, out: 1}, {in: yesterday, out: -1}, {in: "[the] day after tomorrow", out: 2}, {in: "[the] day before yesterday", out: -2}]}
          this: {values: [this]}
          next: {values: [next]}
          last: {values: [last]}
          next_week: {values: [{in: "(next week|of next week)", out: next}]}
          ago: {values: [ago]}
          weekday: {values: [\(values(of: ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]))]}
          month: {values: [\(values(of: ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"]))]}

          letter: {values: [\(spelled(isCapital: false))]}
          capital_letter: {values: [\(spelled(isCapital: true))]}
        """

    private static let unitOrdinals = [
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
    ]

    private static let smallOrdinals =
        unitOrdinals + [
            "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
            "eighteenth", "nineteenth",
        ]

    /// Words that stand for the numbers from 1 on.
    private static func values(of words: [String]) -> String {
        words.enumerated().map { "{in: \($1), out: \($0 + 1)}" }.joined(separator: ", ")
    }

    /// The letters with the words that spell them, and the digits and signs between them.
    private static func spelled(isCapital: Bool) -> String {
        let letters = spellingWords.map { letter, words in
            let words = words.joined(separator: "|")
            let plain = "(\(letter)|[\(letter) [(as in|for|like|is for)]] (\(words)))"
            return isCapital
                ? "{in: \"(capital|upper case|uppercase|big) \(plain)\", out: \"\(letter.uppercased())\"}"
                : "{in: \"[(lower case|lowercase|small)] \(plain)\", out: \"\(letter)\"}"
        }
        guard !isCapital else { return letters.joined(separator: ", ") }
        let digits = ["(zero|0)", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"].enumerated()
            .map { "{in: \"\($1)\", out: \"\($0)\"}" }
        let signs = [("(dash|hyphen)", "-"), ("dot", "."), ("underscore", "_"), ("slash", "/")]
            .map { "{in: \"\($0)\", out: \"\($1)\"}" }
        return (letters + digits + signs).joined(separator: ", ")
    }

    /// The words of the radiotelephony alphabet, and others that are often said instead.
    private static let spellingWords: [(letter: String, words: [String])] = [
        ("a", ["alpha", "alfa", "adam", "apple", "anna"]), ("b", ["bravo", "boy", "baker", "bob"]),
        ("c", ["charlie", "charles", "cat"]), ("d", ["delta", "david", "dog"]),
        ("e", ["echo", "edward", "easy", "egg"]),
        ("f", ["foxtrot", "frank", "fox"]), ("g", ["golf", "george"]), ("h", ["hotel", "henry", "house"]),
        ("i", ["india", "ida", "item", "ice"]), ("j", ["juliet", "juliett", "john", "jack"]),
        ("k", ["kilo", "king", "kite"]), ("l", ["lima", "lincoln", "lion", "lucy"]), ("m", ["mike", "mary", "mother"]),
        ("n", ["november", "nora", "nancy", "nan"]), ("o", ["oscar", "ocean", "orange"]),
        ("p", ["papa", "peter", "paul"]), ("q", ["quebec", "queen"]), ("r", ["romeo", "robert", "roger"]),
        ("s", ["sierra", "sam", "sugar"]), ("t", ["tango", "tom", "tiger"]), ("u", ["uniform", "union", "uncle"]),
        ("v", ["victor", "victory", "vase"]), ("w", ["whiskey", "whisky", "william"]), ("x", ["x[-]ray"]),
        ("y", ["yankee", "young", "yellow"]), ("z", ["zulu", "zebra"]),
    ]
}
