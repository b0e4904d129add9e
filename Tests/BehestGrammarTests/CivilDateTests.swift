import BehestGrammar
import Testing

struct CivilDateTests {
    @Test(arguments: [
        (1970, 1, 1, 4), (2000, 2, 29, 2), (2026, 11, 23, 1), (2027, 1, 1, 5), (2100, 3, 1, 1), (1600, 12, 31, 7),
    ])
    func knowsTheDayOfTheWeek(year: Int, month: Int, day: Int, weekday: Int) {
        let date = CivilDate(year: year, month: month, day: day)
        #expect(date.exists)
        #expect(date.weekday == weekday)
    }

    @Test(arguments: [(2027, 2, 29), (2100, 2, 29), (2026, 4, 31), (2026, 13, 1), (2026, 0, 1), (2026, 1, 0)])
    func knowsWhatDoesNotExist(year: Int, month: Int, day: Int) {
        #expect(!CivilDate(year: year, month: month, day: day).exists)
    }

    @Test func everyDayOfACenturyFollowsTheOneBefore() {
        var date = CivilDate(year: 1999, month: 12, day: 31)
        for _ in 0..<36_600 {
            let next = date.adding(days: 1)
            #expect(next > date && next.exists && next.dayNumber == date.dayNumber + 1)
            #expect(next.weekday == date.weekday % 7 + 1)
            date = next
        }
    }

    @Test func aMonthLaterIsTheSameDayOrTheLast() {
        #expect(CivilDate(year: 2027, month: 1, day: 31).adding(months: 1).description == "2027-02-28")
        #expect(CivilDate(year: 2027, month: 12, day: 15).adding(months: 1).description == "2028-01-15")
        #expect(CivilDate(year: 2028, month: 3, day: 31).adding(months: -1).description == "2028-02-29")
    }
}
