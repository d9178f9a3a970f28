/** Names that are recognised without a capital letter: voices and hurried fingers write none. */

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/u).filter((word) => word !== ''));

/** Common first names of many countries, none of which is a common English word. */
export const FIRST_NAMES = words(`
  aaron abdul adam aditi aditya adrian ahmed aisha akash alan albert alejandro alessandro alex alexander alexandra alexis ali alice alicia alina alison
  allison amanda amara amelia amir amit amy ana anand andre andrea andreas andrew andy angela anika anil anita anjali ann anna anne annette anthony
  antonio anya ariana arjun arthur arun asha ashley ava barbara bastian beatrice ben benjamin bernd bianca bilal bob boris brandon brenda brian bruno
  caleb camila camille carla carlos carmen carol caroline catherine cecilia charles charlie charlotte chen chloe chris christian christina christine
  christopher claire clara claudia colin connor cynthia dan dana daniel daniela danielle darren dave david deborah deepak dennis derek devi diana diane
  diego dieter dina dmitri dominic donald donna doris dorothy dylan eduardo edward elaine elena eleanor elif eli elias elijah elizabeth ella ellen emily
  emma eric erik erin ethan eva evelyn fatima felix fernando fiona florian frances francesca francis francisco frank franz fred frederik gabriel gareth
  gary george gerald giulia gloria gordon greta greg gregory hanna hannah hans harish harry hassan heather heidi helen helena henry hiroshi holger howard
  hugo ian ibrahim imran ines ingrid irene irina isaac isabel isabella ivan jack jackie jacob jaime jake james jamie jan jane janet janine jasmine jason
  javier jeff jeffrey jen jennifer jenny jeremy jerome jerry jessica jill jim jimmy joan joanna joe joel johan johannes john johnny jon jonas jonathan
  jorge jose josef joseph josh joshua juan judith judy julia julian juliana julie julien jurgen justin kai karan karen karim karin karl karthik kate
  katherine kathleen kathy katie katrin kavita keith kelly ken kenji kenneth kevin khalid kim kiran klaus kristin krishna kumar kurt kyle lakshmi lara
  larry lars laura lauren layla lea leah lena leo leon leonie lewis li liam lidia lily linda lisa liu liz louis louise luca lucas lucia lucy luis lukas
  luke luisa lydia madison mahesh malik manuel manoj marcel marco marcos marcus margaret maria mariam marie mario marion marius marko markus marta martha
  martin martina mary mateo mathias matt matteo matthew matthias maya megan mehmet mei melanie melissa michael michelle miguel mika mike mikhail milan
  miriam mohamed mohammed mohan monica monika muhammad murali nadia nadine naomi natalie natasha nathan neha neil nicholas nick nicolas nicole nikhil nina
  nisha noah noor nora norbert oksana oleg oliver olivia olga omar oscar owen pablo pamela patricia patrick paul paula pavel pedro peter petra phil philip
  philipp pierre pooja prakash priya priyanka rachel radha rahul raj rajesh ralf ralph ramesh raphael raquel ravi raymond rebecca reena renate ricardo
  richard rick rita rob robert roberto rohan roger roland ron ronald rosa rosie roy ruben russell ruth ryan sabine sabrina salma sam samantha samir
  samuel sandeep sandra sanjay santiago sara sarah sascha satish scott sean sebastian sergey sergio shannon sharon shreya silke silvia simon simone sofia
  sonia sonja sophia sophie stefan stefanie stella stephanie stephen steve steven sue sunil suresh susan susanne svetlana swati sylvia takeshi tamara
  tanja tanya tara ted teresa theo theresa thomas tim timo timothy tina tobias todd tom tomas tony tracy uma ursula uwe valentina valerie vanessa vera
  veronica victor victoria vijay vikram vincent viola vivek vladimir walter wei wendy werner william xavier yan yara yasmin yusuf yuki yvonne zainab zara zoe
  anja bjorn gita hiro ingo jiro lin ling nam nguyen olu ngozi chidi emeka kwame sanne pieter joris sven nils astrid freya signe
  pete mia oskar ivo sofie emil henrik lotte jana milos tomasz agnieszka piotr anouk femke bram daan katarzyna magda zofia sasha igor yuri dimitri fatou aminata kofi
  tunde zanele thabo sipho lerato ahmad hamza selin emre burak deniz aylin leila farah samira tariq zahra hussein mustafa mahmoud rania chiara giovanni giuseppe rafael
  thiago joao beatriz catarina camilla linnea freja soren mikko akira yumi naoko kenta minh linh thuy huong hao jing rohit sneha divya deepa meera kavya gaurav shweta
  preeti pradeep arvind ganesh ilse renske femi ellie zach josie gina mona ivan olaf`);

/** Last parts of company names and names that examples love. */
export const ORG_WORDS = words(`
  acme globex initech northwind contoso hooli umbrella stark wayne soylent fabrikam wonka cyberdyne tyrell oscorp aperture vandelay dunder mifflin sterling
  inc ltd llc corp corporation gmbh ag plc traders logistics clinic bakery architects industries holdings solutions technologies systems labs enterprises
  partners consulting foods motors pharma robotics ventures`);
