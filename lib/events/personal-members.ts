/**
 * Names of JSON members that hold something about a person, as letters and digits in lower case. Collected from the
 * providers' pages: Adyen's additional data, Praxis' customer, Prahsys' contact, Stripe's billing details.
 */
const personalNames = new Set([
  "firstname", "lastname", "middlename", "fullname", "givenname", "familyname", "surname", "maidenname", "username", "displayname",
  "nameoncard", "cardholder", "cardholdername", "holder", "holdername", "ownername", "accountholder", "accountholdername",
  "customername", "shoppername", "payername", "billingname", "shippingname", "contactname", "recipientname",
  "email", "emailaddress", "shopperemail", "customeremail", "receiptemail", "payeremail", "billingemail", "contactemail",
  "phone", "phonenumber", "telephone", "telephonenumber", "shoppertelephone", "mobile", "mobilephone", "mobilenumber", "cell", "cellphone", "msisdn",
  "address", "address1", "address2", "addressline1", "addressline2", "line1", "line2", "street", "streetaddress", "street1", "street2",
  "housenumber", "housenumberorname", "city", "zip", "zipcode", "postal", "postalcode", "postcode",
  "ip", "ipaddress", "shopperip", "customerip", "clientip", "remoteip", "userip",
  "dateofbirth", "birthdate", "birthday", "dob", "nationalid", "socialsecuritynumber", "ssn", "iban", "owneremail",
]);

/** Members all of whose values are personal, whatever they are called. */
const personalContainers = new Set(["address", "billingaddress", "shippingaddress", "deliveryaddress", "homeaddress", "shoppername", "phone", "phonenumber", "cardholder"]);

/** Members in which a plain `name` is a person's. */
const people = new Set([
  "customer", "customerdetails", "shopper", "billing", "billingdetails", "shipping", "shippingdetails", "payer", "recipient", "owner", "contact", "cardholder",
  "accountholder", "person", "individual", "user", "buyer", "consumer", "beneficiary", "sender", "ownerdetails",
]);

/** A country tells nobody who somebody is, and staff need it. */
const open = new Set(["country", "countrycode", "type", "object", "id"]);

/** What a container means for the values in it. */
export interface PersonalScope {
  readonly everything: boolean;
  readonly person: boolean;
}

export const noScope: PersonalScope = { everything: false, person: false };

/** Scope of the values inside the member `name` of a container. Names such as `billingAddress.street` count by each part. */
export function scopeInside(name: string, outer: PersonalScope): PersonalScope {
  const parts = partsOf(name);
  return {
    everything: outer.everything || parts.some((part) => personalContainers.has(part)),
    person: parts.some((part) => people.has(part)),
  };
}

/** Whether the string or number under this name is about a person. */
export function isPersonal(name: string, outer: PersonalScope): boolean {
  const parts = partsOf(name);
  const last = parts.at(-1) ?? "";
  if (open.has(last)) return false;
  if (personalNames.has(last) || outer.everything) return true;
  const front = parts.slice(0, -1);
  if (front.some((part) => personalContainers.has(part))) return true;
  return last === "name" && (outer.person || front.some((part) => people.has(part)));
}

/** No provider nests deeper in one name; a name of nothing but full stops is judged for each value below it. */
const mostParts = 10;

function partsOf(name: string): string[] {
  return name.split(".").slice(-mostParts).map((part) => part.toLowerCase().replaceAll(/[^a-z0-9]/g, ""));
}
