import BuiltIn

print(BuiltIn.names)
