import Testing

@testable import Actors

/// Each row is a text and the actors it must give, as "Name: mention | mention".
@Suite("Names of many cultures and layouts")
struct NamingCultureTests {
  @Test(
    "join by the part of the name that news repeats",
    arguments: [
      (
        "{P Khalid al-Rashid} won. {P Al-Rashid} smiled.",
        "Khalid al-Rashid: Khalid al-Rashid | Al-Rashid"
      ),
      (
        "{P Khalid Al-Rashid} won. {P Rashid} smiled.",
        "Khalid Al-Rashid: Khalid Al-Rashid | Rashid"
      ),
      (
        "{P Hassan el-Masri} won. {P El-Masri} smiled.",
        "Hassan el-Masri: Hassan el-Masri | El-Masri"
      ),
      (
        "{P Yusuf bin Tariq} won. {P Bin Tariq} smiled.",
        "Yusuf bin Tariq: Yusuf bin Tariq | Bin Tariq"
      ),
      (
        "{P Abdullah bin Khamis al-Harthy} won. {P Al-Harthy} smiled.",
        "Abdullah bin Khamis al-Harthy: Abdullah bin Khamis al-Harthy | Al-Harthy"
      ),
      (
        "Sheikh {P Salem Nasser} spoke. {P Nasser} left.",
        "Salem Nasser: Sheikh Salem Nasser | Nasser"
      ),
      ("{P Zhang Meili} spoke. {P Zhang} left.", "Zhang Meili: Zhang Meili | Zhang"),
      ("{P Kim Soo-jin} spoke. {P Kim} left.", "Kim Soo-jin: Kim Soo-jin | Kim"),
      ("{P Lee Hae-won} spoke. Rep. {P Lee} left.", "Lee Hae-won: Lee Hae-won | Rep. Lee"),
      ("{P Haruka Tanaka} spoke. {P Tanaka} left.", "Haruka Tanaka: Haruka Tanaka | Tanaka"),
      ("{P Tran Thi Lan} spoke. {P Lan} left.", "Tran Thi Lan: Tran Thi Lan | Lan"),
      (
        "{P Carlos Mendoza Ruiz} spoke. {P Mendoza} left.",
        "Carlos Mendoza Ruiz: Carlos Mendoza Ruiz | Mendoza"
      ),
      (
        "{P Carlos Mendoza Ruiz} spoke. {P Carlos Mendoza} left.",
        "Carlos Mendoza Ruiz: Carlos Mendoza Ruiz | Carlos Mendoza"
      ),
      (
        "{P María de la Cruz} spoke. {P De la Cruz} left.",
        "María de la Cruz: María de la Cruz | De la Cruz"
      ),
      ("{P Paulo da Silva} spoke. {P Da Silva} left.", "Paulo da Silva: Paulo da Silva | Da Silva"),
      ("{P Jan van Dijk} spoke. {P Van Dijk} left.", "Jan van Dijk: Jan van Dijk | Van Dijk"),
      (
        "{P Karl von Adler} spoke. {P Von Adler} left.",
        "Karl von Adler: Karl von Adler | Von Adler"
      ),
      ("{P Sean O’Brien} spoke. {P O'Brien} left.", "Sean O’Brien: Sean O’Brien | O'Brien"),
      ("{P Fiona McKay} spoke. {P McKay} left.", "Fiona McKay: Fiona McKay | McKay"),
      ("{P Jean-Luc Moreau} spoke. {P Moreau} left.", "Jean-Luc Moreau: Jean-Luc Moreau | Moreau"),
      (
        "{P Olena Kovalenko} spoke. {P Kovalenko} left.",
        "Olena Kovalenko: Olena Kovalenko | Kovalenko"
      ),
      ("{P Zoë Müller} spoke. {P Muller} left.", "Zoë Müller: Zoë Müller | Muller"),
      ("{P José Álvarez} spoke. {P Alvarez} left.", "José Álvarez: José Álvarez | Alvarez"),
      (
        "{P Chidi Okonkwo-Bello} spoke. {P Okonkwo-Bello} left.",
        "Chidi Okonkwo-Bello: Chidi Okonkwo-Bello | Okonkwo-Bello"
      ),
      ("{P Thabo Mokoena} spoke. {P Mokoena} left.", "Thabo Mokoena: Thabo Mokoena | Mokoena"),
      ("{P Ngozi Adeyemi} spoke. {P Ngozi} left.", "Ngozi Adeyemi: Ngozi Adeyemi | Ngozi"),
      ("{P Anil Kumar Verma} spoke. {P Verma} left.", "Anil Kumar Verma: Anil Kumar Verma | Verma"),
      ("{P A. K. Verma} spoke. {P Verma} left.", "A. K. Verma: A. K. Verma | Verma"),
      ("{P Aung Min Thein} spoke. {P Aung Min} left.", "Aung Min Thein: Aung Min Thein | Aung Min"),
      ("{P Erik Þórsson} spoke. {P Þórsson} left.", "Erik Þórsson: Erik Þórsson | Þórsson"),
    ])
  func parts(_ text: String, _ expected: String) throws {
    #expect(try MarkedArticle(text).joined == [expected])
  }

  @Test(
    "join across titles, which are no part of the name",
    arguments: [
      ("Dr. {P Efua Osei} spoke. Dr. {P Osei} left.", "Efua Osei: Dr. Efua Osei | Dr. Osei"),
      ("Gen. {P Kofi Osei} spoke. The crowd cheered {P Osei}.", "Kofi Osei: Gen. Kofi Osei | Osei"),
      (
        "Judge {P Amélie Caron} spoke. Justice {P Caron} left.",
        "Amélie Caron: Judge Amélie Caron | Justice Caron"
      ),
      (
        "Foreign Minister {P Leila Haddad} spoke. {P Haddad} left.",
        "Leila Haddad: Foreign Minister Leila Haddad | Haddad"
      ),
      (
        "Secretary of State {P Ada Pike} spoke. Secretary {P Pike} left.",
        "Ada Pike: Secretary of State Ada Pike | Secretary Pike"
      ),
      (
        "Sen. {P Ole Brand} spoke. Senator {P Brand} left.",
        "Ole Brand: Sen. Ole Brand | Senator Brand"
      ),
      ("Pope {P Adrian} spoke. {P Adrian} left.", "Adrian: Pope Adrian | Adrian"),
      (
        "Captain {P Rosa Vega} spoke. Major {P Vega} was promoted.",
        "Rosa Vega: Captain Rosa Vega | Major Vega"
      ),
      (
        "Candidate {P Ada Pike} won. President {P Pike} took office.",
        "Ada Pike: Candidate Ada Pike | President Pike"
      ),
    ])
  func titles(_ text: String, _ expected: String) throws {
    #expect(try MarkedArticle(text).joined == [expected])
  }

  @Test(
    "join headline forms to those of the text",
    arguments: [
      (
        "PIKE WINS\n\n{P Ada Pike} won the seat on Sunday after a long night.", "Ada Pike: Ada Pike"
      ),
      (
        "{P Pike} Wins Seat\n\n{P Ada Pike} won the seat on Sunday after a long night.",
        "Ada Pike: Pike | Ada Pike"
      ),
      (
        "{P ADA PIKE} WINS\n\n{P Ada Pike} won the seat on Sunday after a long night.",
        "Ada Pike: ADA PIKE | Ada Pike"
      ),
    ])
  func headlines(_ text: String, _ expected: String) throws {
    #expect(try MarkedArticle(text).joined.contains(expected))
  }

  @Test(
    "stay apart when only a first name, a place or a common word agrees",
    arguments: [
      (
        "{P Kim Soo-jin} met {P Kim Ha-eun}.",
        ["Kim Soo-jin: Kim Soo-jin", "Kim Ha-eun: Kim Ha-eun"]
      ),
      (
        "{P Omar al-Harbi} met {P Said al-Harbi}.",
        ["Omar al-Harbi: Omar al-Harbi", "Said al-Harbi: Said al-Harbi"]
      ),
      (
        "{P María Ruiz} met {P María Lopez}.",
        ["María Ruiz: María Ruiz", "María Lopez: María Lopez"]
      ),
      (
        "{P Bill Kessler} met {P Joan Kessler}.",
        ["Bill Kessler: Bill Kessler", "Joan Kessler: Joan Kessler"]
      ),
      ("{P Ole Brand} met {P Ida Holm}.", ["Ole Brand: Ole Brand", "Ida Holm: Ida Holm"]),
      ("{O Pike Motors} sued {P Ada Pike}.", ["Pike Motors: Pike Motors", "Ada Pike: Ada Pike"]),
      (
        "{P Ada Pike} sued the {O Pike County Court}.",
        ["Ada Pike: Ada Pike", "Pike County Court: Pike County Court"]
      ),
      (
        "The {O Oslo Times} praised the {O Bergen Times}.",
        ["Oslo Times: Oslo Times", "Bergen Times: Bergen Times"]
      ),
      (
        "The {O Ministry of Roads} met the {O Ministry of Ports}.",
        ["Ministry of Roads: Ministry of Roads", "Ministry of Ports: Ministry of Ports"]
      ),
      (
        "{L North Ostia} voted. {L South Ostia} did not.",
        ["North Ostia: North Ostia", "South Ostia: South Ostia"]
      ),
      ("{L Norway} met {L Sweden}.", ["Norway: Norway", "Sweden: Sweden"]),
      (
        "Norwegian and Swedish envoys met. {L Norway} paid.",
        ["Norway: Norwegian | Norway", "Sweden: Swedish"]
      ),
      (
        "{L Guinea} met {L Equatorial Guinea}.",
        ["Guinea: Guinea", "Equatorial Guinea: Equatorial Guinea"]
      ),
      (
        "{L Chad} wept. {P Chad Innis} sang.",
        ["Chad: Chad", "Chad Innis: Chad Innis"]
      ),
      (
        "Democrats met Republicans.",
        ["Democratic Party: Democrats", "Republican Party: Republicans"]
      ),
      (
        "The {O European Union} met the {O African Union}.",
        ["European Union: European Union", "African Union: African Union"]
      ),
    ])
  func apart(_ text: String, _ expected: [String]) throws {
    #expect(try MarkedArticle(text).joined == expected)
  }

  @Test(
    "join states by the forms of their names",
    arguments: [
      ("{L Britain} agreed. The {L UK} paid.", "United Kingdom: Britain | UK"),
      ("{L Turkey} agreed. The Turkish government paid.", "Turkey: Turkey | Turkish government"),
      ("{L Iran} agreed. Iranian officials waited.", "Iran: Iran | Iranian officials"),
      ("{L South Korea} agreed. {L Seoul} paid.", "South Korea: South Korea | Seoul"),
      ("{L Japan} agreed. {L Tokyo} warned its neighbours.", "Japan: Japan | Tokyo"),
      ("The {L USA} agreed. {L Washington} paid.", "United States: USA | Washington"),
      ("{L Kenya} agreed. The Kenyans cheered.", "Kenya: Kenya | Kenyans"),
      ("{L Egypt}'s government agreed. {L Egypt} paid.", "Egypt: Egypt's government | Egypt"),
      ("{L Syria} agreed. The Syrian regime paid.", "Syria: Syria | Syrian regime"),
    ])
  func states(_ text: String, _ expected: String) throws {
    #expect(try MarkedArticle(text).joined == [expected])
  }
}
