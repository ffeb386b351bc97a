"""Words that say what a person is. To the models they are all one and the same word.

A model that learns from insulted people learns that naming them is an insult. So every word here is
read as `GROUP` before anything is counted, and no group can score more than another. Slurs are not
here: they are insults, whatever they name. The card says what this costs and how it was tested.
"""

GROUP = "\u2055"

_RELIGION = """
muslim muslims islam islamic moslem moslems christian christians christianity catholic catholics
catholicism protestant protestants evangelical evangelicals mormon mormons orthodox quaker quakers
jew jews jewish judaism hindu hindus hinduism buddhist buddhists buddhism sikh sikhs sikhism
baptist baptists lutheran lutherans anglican anglicans methodist methodists jehovah pagan pagans
atheist atheists atheism agnostic agnostics bahai druze jain jains zoroastrian zoroastrians yazidi
yazidis sunni sunnis shia shias shiite shiites ahmadi ahmadis religious believer believers
"""
_GENDER = """
woman women man men girl girls boy boys female females male males lady ladies gentleman gentlemen
mother mothers father fathers wife wives husband husbands feminine masculine
trans transgender transgendered transsexual transsexuals nonbinary intersex cisgender genderqueer
"""
_LOVE = """
gay gays lesbian lesbians homosexual homosexuals homosexuality bisexual bisexuals queer queers lgbt
lgbtq lgbtqia heterosexual heterosexuals straight asexual pansexual
"""
_ORIGIN = """
black blacks white whites brown asian asians african africans arab arabs arabic arabian latino latinos
latina latinas latinx hispanic hispanics european europeans american americans mexican mexicans
chinese japanese korean koreans indian indians pakistani pakistanis bangladeshi afghan afghans
iranian iranians persian iraqi iraqis syrian syrians turk turks turkish kurd kurds kurdish israeli
israelis palestinian palestinians egyptian egyptians moroccan moroccans algerian algerians tunisian
somali somalis ethiopian ethiopians eritrean nigerian nigerians kenyan ghanaian congolese sudanese
haitian haitians cuban cubans jamaican jamaicans dominican brazilian brazilians colombian
venezuelan venezuelans filipino filipinos vietnamese thai cambodian indonesian malaysian tibetan
uyghur uyghurs rohingya russian russians ukrainian ukrainians polish poles romanian romanians
bulgarian hungarian hungarians serb serbs serbian croat croatian albanian albanians bosnian greek
greeks italian italians spanish spaniard portuguese french german germans austrian swiss dutch
belgian danish swedish swedes norwegian finnish british brit brits english irish scottish welsh
canadian canadians australian australians aboriginal aboriginals indigenous native natives inuit
hawaiian hawaiians maori roma romani sinti gypsy gypsies caucasian caucasians biracial mulatto
minority minorities creole
"""
_COMING = """
immigrant immigrants migrant migrants refugee refugees foreigner foreigners alien aliens
undocumented newcomer newcomers expatriate expatriates asylum exile exiles nomad nomads
"""
_BODY = """
disabled disability disabilities handicapped deaf blind mute autistic autism dyslexic epileptic
paralyzed paraplegic amputee wheelchair bipolar schizophrenic depressed diabetic
obese fat thin dwarf albino
"""
_AGE = """
old elderly young teenager teenagers teen teens senior seniors pensioner pensioners retiree retirees
child children kid kids baby babies adult adults millennial millennials boomer boomers youth youths
"""
_LIVING = """
homeless unemployed poor veteran veterans single divorced widow widows orphan orphans
"""
_OPINION = """
liberal liberals conservative conservatives republican republicans democrat democrats democratic
socialist socialists communist communists libertarian libertarians progressive progressives
feminist feminists leftist leftists rightist rightists
"""

WORDS: frozenset[str] = frozenset(
    word
    for part in (
        _RELIGION,
        _GENDER,
        _LOVE,
        _ORIGIN,
        _COMING,
        _BODY,
        _AGE,
        _LIVING,
        _OPINION,
    )
    for word in part.split()
)
