"""English texts that are no plans, of the kinds that look most like one; all written for these tests."""

NEWS = """Council approves 1,200 homes on former airfield

WESTBROOK, June 4 – The Westbrook city council voted 7-2 on Tuesday to approve a housing plan that developers say will
bring 1,200 homes and a primary school to the former airfield by 2031.

"This is the biggest decision of our term," said Mayor Alan Pruitt. "It will double the number of affordable homes we
build each year." Opponents told reporters that traffic on Mill Road will increase by 40 percent and that the council
should have waited for a new study. Resident Dana Cole said she will appeal.

According to the developer, Harlan Group, at least 300 of the homes will be sold below market price. The company will
also pay $14 million for a new bridge, a spokesperson said. Construction is expected to begin in spring 2027
and to take four years. The council rejected a similar proposal in 2019 after 2,300 people signed a petition.
"""

MINUTES = """Minutes of the Regular Meeting of the Parks Board
March 12, 2026

Members present: R. Ames, T. Boyd, L. Ortiz, J. Park. Absent: K. Lund. The meeting was called to order at 6:05 p.m.

Motion by Boyd, seconded by Ortiz, to approve the minutes of February 12. Carried 4-0.
The director reported that 340 trees were planted last year and that the splash pad will open on June 1. The
board asked staff to bring three quotes for the playground at Elm Square to the next meeting. Ortiz asked when
the 12 broken lights on the river path will be replaced. The director said that they will be replaced by May 15.
Motion by Park to spend up to $18,000 on benches. Seconded by Ames. Carried 3-1.
The meeting was adjourned at 7:40 p.m. The next meeting will be held on April 9, 2026.
"""

ENCYCLOPEDIA = """Lake Orren

Lake Orren is a freshwater lake in the north of the Calder Highlands. It is 23 kilometres long, up to 4
kilometres wide and 118 metres deep, and covers 61 square kilometres. The lake was formed about 12,000 years ago.

The town of Orren, on the eastern shore, had 8,412 inhabitants in 2021. A dam that was built between 1934 and
1938 raised the level by three metres and supplies 45 megawatts of power. All of the villages on the western
shore were moved. The lake has 17 islands, the largest of which is home to a colony of at least 2,000 herons.
Since 1972 it has been part of a national park, and motor boats have been banned on half of its surface. The
water level will fall by up to two metres in dry summers. The annual regatta, held every August, attracts more
than 10,000 visitors.
"""

BLOG = """How I finally learned to love running

I was never a runner. Two years ago I weighed 96 kilos and got out of breath on the stairs. Then my sister
signed me up for a 5K and I had twelve weeks to get ready.

If you want to start, here is what worked for me. Buy good shoes. Run three times a week, never more. Walk for
one minute after every four minutes of running. You will hate the first ten runs. By week six you will sleep
better, and by week twelve you will run 5 kilometres without stopping. I lost 14 kilos in a year and I have not
missed a single Sunday since.

Next year I will run a half marathon, and I want to do it in under two hours. Wish me luck! Tell me in the
comments how you got started, and subscribe if you want to read more.
"""

RECIPE = """Lentil Soup for Six

You need 400 grams of red lentils, two onions, three carrots, 1.5 litres of stock and a tablespoon of cumin.

1. Chop the onions and cook them in oil for 10 minutes.
2. Add the carrots, the lentils and the stock.
3. Bring to the boil and simmer for 25 minutes.
4. Stir every five minutes so that nothing sticks to the saucepan.
5. Blend half of the soup and return it to the pot.
6. Serve with two spoons of yoghurt in each bowl.

Keep it in the fridge for up to four days, or freeze it for three months.
"""

CONTRACT = """Terms of Service

Section 1. Acceptance. By using the Service the User agrees to these terms. This Agreement shall be governed by
the laws of the State of Ohio.

Section 2. Accounts. The User must be at least 18 years old. Each account shall have one owner. The Provider
may close an account after 12 months without use. The Provider shall give notice at least 30 days before any
change of price.

Section 3. Payment. Fees shall be paid within 14 days. Late payments shall bear interest at 8 percent a year. Refunds
will be made only in the first 30 days, and no refund will exceed $500.

Section 4. Liability. The Provider shall not be liable for any loss above the fees paid in the last twelve months. All
claims shall be brought within one year. The parties waive a jury trial, notwithstanding any law to the contrary.
"""

VACANCY = """Job Description: Programme Officer

The charity is looking for a Programme Officer to join its team of 14 in Leeds. The post is full time, 37.5
hours a week, with a salary of £31,200 to £34,000.

The successful candidate will manage a budget of £250,000 and will support eight partner organisations. You will visit
each partner at least twice a year and will write four reports. You will have three years of experience and a
full driving licence. Applicants must have the right to work in the UK.

Send a CV and a cover letter of no more than two pages by 12 noon on 30 September. Interviews will be held in
the week of 14 October. The post holder will have 28 days of leave and a pension of 6 per cent.
"""

ANNUAL_REPORT = """Annual Report 2024

In 2024 we served 61,000 meals, 12 percent more than in 2023, and opened our third kitchen in April. Volunteers gave
18,400 hours of their time. We raised $2.1 million, of which 64 percent came from individual donors.

Our new van made 1,900 deliveries. We trained 45 cooks, and 31 of them found a job within six months. Every one of our
kitchens passed its inspection. Food waste fell from 9 percent to 5 percent. We reached all five districts of
the city for the first time and cut the cost of a meal by 40 cents.

We thank the 212 companies and foundations that supported us. Our accounts were audited by Birch and Lowe.
"""

MANUAL = """Coffee Machine CM-200: User Guide

Read this guide before you use the machine. Place it on a flat surface at least 10 cm from the wall.

1. Fill the tank with 1.2 litres of cold water.
2. Press the power button for two seconds. The light will turn green.
3. Insert a filter and add one spoon of coffee for each cup.
4. Press START. Brewing will take about five minutes, and the plate will stay warm for 40 minutes.

Clean the machine every three months or after 100 cups. Use no more than 50 ml of descaler. Replace the filter once a
year. If the light turns red, switch the machine off and call 555-0199. The guarantee ends after 24 months.
"""

STUDY = """Commuting and well-being: a study of 1,240 office workers

We examine whether long commutes reduce well-being. Earlier work found that each additional ten minutes lowers
satisfaction by 0.2 points. Our sample has 1,240 workers in three cities, of whom 54% were women.

We find that workers who commute for more than 45 minutes report 18% lower satisfaction. The effect is half as
large for those who travel by train. If employers allowed two days of remote work a week, average commuting
time would fall by 37 percent. These results will help planners to understand the cost of distance. Future
research should follow workers over several years and should include at least one rural region.
"""

LETTER = """Dear neighbours,

I have lived on Garden Street for 31 years, and I have never seen so many cars. Last month I counted 1,140 in
one hour. Something must change, and I think we can do it together.

I will speak at the council meeting on 3 May and I would like at least 50 of you to come with me. My nephew has
printed 200 flyers. If you can give an hour of your time, please call me on 555-0117. You should know that the
council has promised us a zebra crossing since 2018 and that nothing has been done.

Thank you all. We will not give up.
Your neighbour, Ada Finch
"""

FORECAST = """Regional Economy: Autumn Outlook

Growth in the region slowed to 1.4 percent in the second quarter. Exports fell by 3 percent, and unemployment
stands at 5.1 percent. Inflation was 2.6 percent in August.

We expect growth of 1.8 percent next year. The population will reach 2.4 million by 2030, and demand for housing will
rise by 15 percent. Interest rates will remain above 3 percent. Wages will grow by about 4 percent, faster than
prices. Energy costs are likely to fall by up to 10 percent. The labour market will remain tight, and one job
in twelve will stay vacant. All sectors except construction are affected.
"""

TEXTS = {name.lower(): text for name, text in globals().items() if name.isupper() and isinstance(text, str)}
