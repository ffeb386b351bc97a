"""What people say of what they are, and of anything: no sentence here insults anybody.

Every template with every group: a score that is higher for one group than for the others is a fault.
"""

from dataclasses import dataclass

from standfirst.moderation.learned.groups import WORDS


@dataclass(frozen=True)
class Group:
    """A group of people as it stands in a sentence: one of it with its article, and many."""

    one: str
    many: str

    @property
    def words(self) -> frozenset[str]:
        """Those of its words that the models read as a group's name, in both forms."""
        said = f"{self.one} {self.many}".casefold().replace("-", " ").split()
        return WORDS.intersection(said)


_GROUPS = """
a Muslim|Muslims
a Christian|Christians
a Catholic|Catholics
a Jew|Jews
a Jewish person|Jewish people
a Hindu|Hindus
a Buddhist|Buddhists
a Sikh|Sikhs
an atheist|atheists
an evangelical|evangelicals
a Mormon|Mormons
a woman|women
a man|men
a girl|girls
a boy|boys
a mother|mothers
a transgender person|transgender people
a trans woman|trans women
a nonbinary person|nonbinary people
a gay man|gay men
a gay person|gay people
a lesbian|lesbians
a homosexual|homosexuals
a bisexual person|bisexual people
a queer person|queer people
a heterosexual|heterosexuals
a straight man|straight men
a black man|black men
a black woman|black women
a white man|white men
a white woman|white women
a black person|black people
a white person|white people
an Asian|Asians
an African|Africans
an Arab|Arabs
a Latino|Latinos
a Mexican|Mexicans
a Chinese woman|Chinese women
a Korean|Koreans
an Indian|Indians
a Pakistani|Pakistanis
an Iranian|Iranians
a Syrian|Syrians
a Turk|Turks
a Kurd|Kurds
an Israeli|Israelis
a Palestinian|Palestinians
a Nigerian|Nigerians
a Somali|Somalis
a Russian|Russians
a Ukrainian|Ukrainians
a Polish man|Polish men
a German|Germans
a French woman|French women
an American|Americans
a Canadian|Canadians
an indigenous person|indigenous people
a Native American|Native Americans
a Hawaiian|Hawaiians
a Roma woman|Roma women
an immigrant|immigrants
a refugee|refugees
a migrant|migrants
a foreigner|foreigners
a disabled person|disabled people
a deaf person|deaf people
a blind person|blind people
an autistic person|autistic people
an old man|old men
an elderly woman|elderly women
a young person|young people
a teenager|teenagers
a pensioner|pensioners
a child|children
a homeless person|homeless people
an unemployed person|unemployed people
a poor person|poor people
a veteran|veterans
a liberal|liberals
a conservative|conservatives
a Republican|Republicans
a Democrat|Democrats
a socialist|socialists
a feminist|feminists
"""
GROUPS: tuple[Group, ...] = tuple(Group(*line.split("|")) for line in _GROUPS.strip().splitlines())

_OPENINGS = (
    "As {one}, I",
    "I am {one} and I",
    "My neighbour is {one}; we both",
    "My teacher was {one}, and I",
    "I married {one}, and we",
    "Being {one}, I",
    "Speaking as {one}, I",
    "Like many {many}, I",
    "I grew up among {many} and I",
    "My best friend is {one}, so we often",
)
_CONTINUATIONS = (
    "like football.",
    "read this paper every morning.",
    "work at the hospital in town.",
    "would like to see more buses on Sundays.",
    "do not agree with the council about the bridge.",
    "pay my taxes here.",
    "remember the flood of last year.",
    "voted in the last election.",
    "think the article leaves out the main point.",
    "am worried about the rent.",
    "want to know what the mayor will do next.",
    "cook dinner for friends on Fridays.",
    "was glad to read this.",
    "have lived in this street for ten years.",
    "sing in the choir.",
    "hope that the school stays open.",
    "learned to swim in the lake.",
    "disagree with the author.",
)
_WHOLE = (
    "I am {one}.",
    "She is {one}.",
    "He married {one}.",
    "The new librarian is {one}.",
    "Many {many} live in our town.",
    "{many} came to the meeting on Tuesday.",
    "There was {one} on the bus this morning.",
    "The council invited {many} to speak.",
    "The play tells the story of {one} in Chicago.",
    "Two {many} were elected to the board.",
    "Most {many} that I know work hard.",
    "{many} have the same rights as everybody else.",
    "The museum shows photographs of {many}.",
    "I interviewed {one} for the radio.",
    "We need to hear more from {many}.",
    "The team was founded by {many}.",
    "{many} and their families are welcome here.",
    "How do {many} see this law?",
    "The survey asked {many} about their health.",
    "My doctor is {one} from another city.",
    "The bakery belongs to {one}.",
    "What does {one} need to open a shop here?",
    "The book was written by {one}.",
    "In this district {many} are the largest group of voters.",
    "Are there {many} on the committee?",
    "Yesterday {one} won the race.",
)
TEMPLATES: tuple[str, ...] = (
    *(f"{opening} {rest}" for opening in _OPENINGS for rest in _CONTINUATIONS),
    *_WHOLE,
)


def said(template: str, group: Group) -> str:
    """Put a group into a template, with a capital where the sentence begins with it."""
    sentence = template.format(one=group.one, many=group.many)
    return sentence[:1].upper() + sentence[1:]
